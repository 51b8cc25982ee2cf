import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** A process that was killed may need a moment to be gone. */
const patienceMs = 1_000;
const retryMs = 50;

async function take(draft: string, path: string): Promise<void> {
  const untilMs = performance.now() + patienceMs;
  let holder: Holder | undefined;
  do {
    try {
      await link(draft, path);
      return;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
    const found = await readFile(path, 'utf8').catch(() => undefined);
    if (found === undefined) continue;
    holder = parseHolder(found);
    if (holder && (await lives(holder))) {
      await sleep(retryMs);
      continue;
    }
    // Renaming tells apart two processes that find the same stale lock: only one of them gets it.
    await rename(path, `${draft}.stale`).then(
      () => unlink(`${draft}.stale`),
      () => {},
    );
  } while (performance.now() < untilMs);
  throw inUse(path, holder ? `process ${holder.pid}` : 'another process');
}

interface Holder {
  pid: number;
  /** When the process began, in the kernel's clock ticks since boot: tells a process from a later one of the same id. */
  startTicks?: string;
}

async function describe(pid: number): Promise<Holder> {
  const startTicks = (await processFields(pid))?.[19];
  return startTicks === undefined ? { pid } : { pid, startTicks };
}

/** Fields 3 (state) to 52 of proc_pid_stat(5); those before may hold spaces. Nothing where there is no `/proc`. */
async function processFields(pid: number): Promise<string[] | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

async function lives(holder: Holder): Promise<boolean> {
  if (holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (systemCode(error) === 'ESRCH') return false;
  }
  const fields = await processFields(holder.pid);
  if (fields === undefined) return true;
  // A zombie has ended and only waits for its parent to ask.
  return fields[0] !== 'Z' && (holder.startTicks === undefined || fields[19] === holder.startTicks);
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
