import { readdirSync } from 'node:fs';

/** How many file descriptors a process holds; `undefined` where nobody can tell. */
export function countDescriptors(pid: number): number | undefined {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return undefined;
  }
}
