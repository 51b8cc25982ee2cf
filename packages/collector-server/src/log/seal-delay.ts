/** When the segment that is written to may be sealed, so that the records of many senders lie in it. */
export interface SealRule {
  /** So many requests are mixed before the segment is sealed by age. */
  minBatches: number;
  /** The segment is sealed at this age if it holds `minBatches`, in milliseconds from its first record. */
  sealAgeMs: number;
  /** It is sealed at this age whatever it holds, so that a quiet shop's records arrive too. */
  maxSealAgeMs: number;
}

/** How long to wait, in milliseconds, until a segment of this age with so many requests is to be sealed. 0: now. */
export function sealDelayMs(segment: { ageMs: number; batches: number }, rule: SealRule): number {
  const wantedMs = segment.batches >= rule.minBatches ? rule.sealAgeMs : Math.max(rule.sealAgeMs, rule.maxSealAgeMs);
  return Math.max(0, wantedMs - segment.ageMs);
}
