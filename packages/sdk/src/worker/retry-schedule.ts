const firstMs = 1_000;
const longestMs = 300_000;

/**
 * Milliseconds to wait before the next try: full jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), so that shoppers whose collector was
 * away do not come back all at once. Never earlier than the collector's own `Retry-After`.
 *
 * @param failures how many tries in a row have failed, from 1
 */
export function retryDelay(failures: number, retryAfterMs = 0, random: () => number = Math.random): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** (failures - 1));
  return Math.max(retryAfterMs, random() * ceiling);
}

/** `Retry-After` (RFC 9110, 10.2.3) in milliseconds: seconds or a date; 0 when it is absent or makes no sense. */
export function retryAfter(header: string | null, nowMs: number): number {
  if (header === null) return 0;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - nowMs;
  return wait > 0 ? Math.min(wait, longestMs) : 0;
}
