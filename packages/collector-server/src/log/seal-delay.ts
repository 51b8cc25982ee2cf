/** When the segment that is written to may be sealed, so that the records of many senders lie in it. */
export interface SealRule {
  /** So many requests are mixed before the segment is sealed by age. */
  minBatches: number;
  /** The segment is sealed at this age if it holds `minBatches`, in milliseconds from its first record. */
  sealAgeMs: number;
  /** It is sealed at this age whatever it holds, so that a quiet shop's records arrive too. */
  maxSealAgeMs: number;
}

const dayMs = 86_400_000;
/** Timers may fire a little early; a segment of the day's last milliseconds would hold one sender's records. */
const afterMidnightMs = 1_000;

/**
 * How long to wait, in milliseconds, until a segment of this age with so many requests is to be sealed. 0: now.
 *
 * A wanted age of a day or more ends with a UTC day, the first one that ends at that age less a day or later: records tell
 * their UTC day, and where segments end within one, each segment splits the day's senders in two.
 */
export function sealDelayMs(segment: { ageMs: number; batches: number; nowMs: number }, rule: SealRule): number {
  const wantedMs = segment.batches >= rule.minBatches ? rule.sealAgeMs : Math.max(rule.sealAgeMs, rule.maxSealAgeMs);
  if (wantedMs < dayMs) return Math.max(0, wantedMs - segment.ageMs);
  const earliestMs = segment.nowMs - segment.ageMs - afterMidnightMs + wantedMs - dayMs;
  const endMs = (Math.floor(earliestMs / dayMs) + 1) * dayMs + afterMidnightMs;
  return Math.max(0, endMs - segment.nowMs);
}
