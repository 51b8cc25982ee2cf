import { readdirSync } from 'node:fs';

/** How many file descriptors a process holds; 0 where nobody can tell. */
export function countDescriptors(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}
