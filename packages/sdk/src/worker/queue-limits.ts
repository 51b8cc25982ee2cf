import type { QueuedRecord } from './store.ts';

export const queueLimits = { records: 500, bytes: 262_144, ageMs: 7 * 86_400_000 };

/** What is dropped first when the queue is full: looks before cart events before purchases and paths. */
const worth = (record: QueuedRecord): number => {
  if (record.type === 'purchase' || record.kind === 'path') return 2;
  return record.type.includes('cart') || record.type === 'begin_checkout' ? 1 : 0;
};

/** The ids of the records that are too old or too many, cheapest and oldest first. */
export function surplus(queue: readonly QueuedRecord[], nowMs: number): string[] {
  const dropped = queue.filter((record) => nowMs - record.madeMs > queueLimits.ageMs).map((record) => record.id);
  const gone = new Set(dropped);
  const left = queue.filter((record) => !gone.has(record.id));
  left.sort((a, b) => worth(a) - worth(b) || a.madeMs - b.madeMs);
  let bytes = left.reduce((sum, record) => sum + record.json.length, 0);
  let records = left.length;
  for (const record of left) {
    if (records <= queueLimits.records && bytes <= queueLimits.bytes) break;
    dropped.push(record.id);
    bytes -= record.json.length;
    records--;
  }
  return dropped;
}
