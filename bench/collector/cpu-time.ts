import { readFileSync } from 'node:fs';

/** What `sysconf(_SC_CLK_TCK)` says on every Linux that Node.js runs on. */
const ticksPerS = 100;

/** CPU time that a process has used so far with all its threads, user and system, in microseconds. */
export function cpuUs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The name, in brackets, may hold blanks and brackets itself: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerS) * 1e6;
}
