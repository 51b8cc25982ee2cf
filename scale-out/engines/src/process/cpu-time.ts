import { readFileSync } from 'node:fs';

/** What the kernel counts a process' time in, by second; 100 on every Linux that is in use. */
const ticksPerS = 100;

/** The CPU time that the process and all its threads have had, in seconds. Linux only. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name is in brackets and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerS;
}
