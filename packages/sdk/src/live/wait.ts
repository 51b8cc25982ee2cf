const longestMs = 60_000;

/** How long to wait before the next look: twice as long after each failure, a minute at most, and never all pages at once. */
export function waitMs(everyMs: number, failures: number, random: number): number {
  return Math.min(longestMs, everyMs * 2 ** Math.min(failures, 10)) * (0.9 + 0.2 * random);
}
