import type { AnonymousRecord } from '@edgecart/protocol';
import { type SealRule, sealDelayMs } from '../../packages/collector-server/src/log/seal-delay.ts';
import { shuffle } from '../../packages/collector-server/src/log/shuffle.ts';

/** A record as it lies on the collector's disk, and on in Kafka: which segment it is in, and when that was sealed. */
export interface Stored<Of = AnonymousRecord> {
  record: Of;
  segment: number;
  sealedMs: number;
}

/**
 * Puts requests into segments by the collector's own rule and mixes each as it does. One worker, one shop: what an
 * operator finds on the disk when all of it is sealed.
 */
export function storeRequests<Of>(
  requests: readonly { atMs: number; records: readonly Of[] }[],
  rule: SealRule,
): Stored<Of>[] {
  const stored: Stored<Of>[] = [];
  let segment = { number: 0, startMs: 0, batches: 0, records: [] as Of[] };
  const due = () => segment.startMs + sealDelayMs({ ageMs: 0, batches: segment.batches, nowMs: segment.startMs }, rule);
  function seal(sealedMs: number): void {
    shuffle(segment.records);
    for (const record of segment.records) stored.push({ record, segment: segment.number, sealedMs });
    segment = { number: segment.number + 1, startMs: 0, batches: 0, records: [] };
  }
  for (const { atMs, records } of requests.toSorted((a, b) => a.atMs - b.atMs)) {
    // With enough batches a segment is sealed at its younger age, so the time is looked at before and after.
    if (segment.batches > 0 && due() <= atMs) seal(due());
    if (segment.batches === 0) segment.startMs = atMs;
    segment.batches++;
    segment.records.push(...records);
    if (due() <= atMs) seal(atMs);
  }
  if (segment.batches > 0) seal(due());
  return stored;
}
