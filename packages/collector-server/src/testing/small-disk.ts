import { execFileSync } from 'node:child_process';
import { onTestFinished } from 'vitest';

/** Lays a file system of so many KiB over a folder until the test ends; `undefined` where this user may not mount one. */
export function smallDisk(folder: string, kib: number): string | undefined {
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'none', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => {
    execFileSync('/bin/umount', ['--lazy', folder]);
  });
  return folder;
}
