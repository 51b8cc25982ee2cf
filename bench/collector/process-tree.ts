import { readdirSync, readFileSync } from 'node:fs';
import { cpuUs } from './cpu-time.ts';

/** A process and all that it started, as far as they still run. */
export function processTree(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').trim().split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(processTree)];
}

/** CPU time of a process and all that it started, in microseconds. */
export const treeCpuUs = (pid: number): number => processTree(pid).reduce((sum, each) => sum + cpuUs(each), 0);
