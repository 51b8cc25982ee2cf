import { nextBatch } from './deliver.ts';
import type { QueuedRecord } from './store.ts';

/** The requests that a queue leaves in when nothing is added and each is answered. */
export function allBatches(queue: readonly QueuedRecord[], batchRecords: number, nowMs: number): QueuedRecord[][] {
  const batch = nextBatch(queue, batchRecords, nowMs);
  if (batch.length === 0) return [];
  const left = queue.filter((record) => !batch.includes(record));
  return [batch, ...allBatches(left, batchRecords, nowMs)];
}
