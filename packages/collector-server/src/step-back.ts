import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Where cores are short requests go first: what other threads do is done later. */
const niceness = 5;

/** Gives the thread that calls it less of the cores than those that answer requests. */
export function stepBack(): void {
  try {
    // On Linux a thread has a priority of its own; its number is the last part of this link.
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), niceness);
  } catch {
    // Elsewhere it runs as everything else does.
  }
}
