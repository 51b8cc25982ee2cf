import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The state letter follows the name, which is in brackets and may hold anything. */
const stateOf = (stat: string): string => stat.slice(stat.lastIndexOf(')') + 2)[0] ?? '';

function everyThreadIsStopped(pid: number): boolean {
  const tasks = join('/proc', String(pid), 'task');
  if (!existsSync('/proc/self/task')) {
    const { stdout } = spawnSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' });
    return stdout.trim().startsWith('T');
  }
  return readdirSync(tasks).every((task) => stateOf(readFileSync(join(tasks, task, 'stat'), 'utf8')) === 'T');
}

/** Resolves when SIGSTOP has reached every thread: the signal returns before, and a thread may still answer a client. */
export async function whenStopped(pid: number): Promise<void> {
  for (const endMs = Date.now() + 10_000; Date.now() < endMs; await pause(5)) if (everyThreadIsStopped(pid)) return;
  throw new Error(`Process ${pid} did not stop within 10 s of SIGSTOP.`);
}
