import { readdirSync, readFileSync } from 'node:fs';

/** What the kernel counts a process' time in, by second; 100 on every Linux that is in use. */
const ticksPerS = 100;

/** A process' or thread's name, and the CPU time that it has had, in seconds. */
function readStat(path: string): { name: string; seconds: number } {
  const stat = readFileSync(path, 'utf8');
  // The name is in brackets and may hold anything.
  const end = stat.lastIndexOf(')');
  const fields = stat.slice(end + 2).split(' ');
  return {
    name: stat.slice(stat.indexOf('(') + 1, end),
    seconds: (Number(fields[11]) + Number(fields[12])) / ticksPerS,
  };
}

/** The CPU time that the process and all its threads have had, in seconds. Linux only. */
export const cpuSeconds = (pid: number): number => readStat(`/proc/${pid}/stat`).seconds;

/** How much of it went into Java's own compilers, which end when a program has run for long. */
export function compilerSeconds(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
    try {
      const { name, seconds } = readStat(`/proc/${pid}/task/${thread}/stat`);
      return /^C[12] Compiler/.test(name) ? sum + seconds : sum;
    } catch {
      // It ended meanwhile: compilers come and go.
      return sum;
    }
  }, 0);
}
