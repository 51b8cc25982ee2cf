import type { QueuedRecord } from './store.ts';

export const queueLimits = { records: 500, bytes: 262_144, ageMs: 7 * 86_400_000 };

/** What is dropped first when the queue is full: looks before cart events before purchases and paths. */
const worth = (record: QueuedRecord): number => {
  if (record.type === 'purchase' || record.kind === 'path') return 2;
  return record.type.includes('cart') || record.type === 'begin_checkout' ? 1 : 0;
};

/** The ids of the records that are too old, or too many beside newer ones of more worth. */
export function surplus(queue: readonly QueuedRecord[], nowMs: number): string[] {
  let records = 0;
  let bytes = 0;
  return queue
    .toSorted((a, b) => worth(b) - worth(a) || b.madeMs - a.madeMs)
    .filter(({ madeMs, json }) => {
      if (nowMs - madeMs > queueLimits.ageMs) return true;
      bytes += json.length;
      return ++records > queueLimits.records || bytes > queueLimits.bytes;
    })
    .map((record) => record.id);
}
