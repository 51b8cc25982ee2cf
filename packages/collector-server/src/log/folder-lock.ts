import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CollectorError, systemCode } from '../errors.ts';

/** Lets the next process have the folder. */
export type Unlock = () => Promise<void>;

const heldHere = new Set<string>();

/**
 * Makes this process the only writer of a folder, by a file `writer.lock` that names it. A lock whose process has
 * ended is taken over. Throws a `CollectorError` `log-in-use` while another process lives.
 *
 * It sees processes of this machine (and this container) only: a folder that two machines share is not protected.
 */
export async function lockFolder(folder: string): Promise<Unlock> {
  const path = join(folder, 'writer.lock');
  if (heldHere.has(path)) throw inUse(path, 'this process');
  const own = JSON.stringify(await describe(process.pid));
  const draft = `${path}.${process.pid}`;
  heldHere.add(path);
  try {
    await writeFile(draft, own);
    await take(draft, path);
  } catch (error) {
    heldHere.delete(path);
    throw error;
  } finally {
    await unlink(draft).catch(() => {});
  }
  return async () => {
    heldHere.delete(path);
    if ((await readFile(path, 'utf8').catch(() => '')) === own) await unlink(path).catch(() => {});
  };
}

async function take(draft: string, path: string): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      await link(draft, path);
      return;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
    const found = await readFile(path, 'utf8').catch(() => undefined);
    if (found === undefined) continue;
    const holder = parseHolder(found);
    if (holder && (await lives(holder))) throw inUse(path, `process ${holder.pid}`);
    // Renaming tells apart two processes that find the same stale lock: only one of them gets it.
    await rename(path, `${draft}.stale`).then(
      () => unlink(`${draft}.stale`),
      () => {},
    );
  }
  throw inUse(path, 'another process');
}

interface Holder {
  pid: number;
  /** When the process began, in the kernel's clock ticks since boot: tells a process from a later one of the same id. */
  startTicks?: string;
}

async function describe(pid: number): Promise<Holder> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // Field 22 of proc_pid_stat(5), counted after the name, which may hold spaces and brackets.
  const startTicks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return startTicks === undefined ? { pid } : { pid, startTicks };
}

async function lives(holder: Holder): Promise<boolean> {
  if (holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (systemCode(error) === 'ESRCH') return false;
  }
  const now = await describe(holder.pid);
  return now.startTicks === holder.startTicks;
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || typeof value.pid !== 'number')
      return undefined;
    if (!('startTicks' in value) || typeof value.startTicks !== 'string') return { pid: value.pid };
    return { pid: value.pid, startTicks: value.startTicks };
  } catch {
    return undefined;
  }
}

function inUse(path: string, holder: string): CollectorError {
  return new CollectorError(
    'log-in-use',
    `${path}: ${holder} is writing to this log. Stop it, or give this collector a folder of its own with --data.`,
  );
}
