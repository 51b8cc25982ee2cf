import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const run = (command: string, args: readonly string[]) => execFileSync(command, args, { stdio: 'ignore' });

/** What is mounted, the newest last: a run that is broken off leaves nothing behind. */
const mounted: string[] = [];
process.once('exit', () => {
  for (const folder of mounted.reverse()) run('umount', ['--lazy', folder]);
});

/** Lays a file system of so many KiB of memory over a folder. */
export function mountSmallDisk(folder: string, kib: number): void {
  run('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'none', folder]);
  mounted.push(folder);
}

/** Makes a folder read-only for whoever opens something in it from now on, root too. */
export function mountReadOnly(folder: string): void {
  run('mount', ['--bind', folder, folder]);
  mounted.push(folder);
  run('mount', ['-o', 'remount,bind,ro', folder]);
}

/** Takes the topmost mount off a folder. */
export function unmount(folder: string): void {
  run('umount', ['--lazy', folder]);
  mounted.splice(mounted.lastIndexOf(folder), 1);
}

let known: boolean | undefined;

/** Whether this user may mount. */
export function mayMount(): boolean {
  known ??= tryMount();
  return known;
}

function tryMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'edgecart-mount-'));
  try {
    mountSmallDisk(folder, 16);
    unmount(folder);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}
