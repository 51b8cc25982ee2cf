import { existsSync, globSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProcessSettings } from '../load/collector-process.ts';

const preload = fileURLToPath(new URL('clock-preload.ts', import.meta.url));

/** A wall clock that can be set while a process runs; the monotonic clock goes on as it is. */
export interface Clock {
  how: string;
  /** For the process whose clock it is. */
  settings: ProcessSettings;
  /** So many seconds from the true time. */
  set(offsetS: number): Promise<void>;
}

/** With Debian's `libfaketime` where it is installed, for the whole process; else by replacing `Date` within Node.js. */
export async function makeClock(folder: string): Promise<Clock> {
  const file = join(folder, 'clock');
  const set = async (offsetS: number) => {
    await writeFile(`${file}.next`, offsetS < 0 ? String(offsetS) : `+${offsetS}`);
    await rename(`${file}.next`, file);
  };
  await set(0);
  const library = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1').find((path) => existsSync(path));
  if (library === undefined) {
    const settings = { nodeArgs: ['--import', preload], env: { EDGECART_CLOCK_FILE: file } };
    return { how: 'Date replaced within Node.js', settings, set };
  }
  const env = {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  };
  return { how: 'libfaketime', settings: { env }, set };
}
