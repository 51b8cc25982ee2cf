import { demoInput, Seeded, visitRecords } from '@edgecart/insights/golden';
import type { AnonymousRecord } from '@edgecart/protocol';
import type { BenchStream } from './engine-runner.ts';

/** How much time the stream spans: a busy shop's few hours, so that cells are used again and again. */
const spanMs = 6 * 3_600_000;
const startMs = Date.UTC(2026, 2, 2);

/** A stream of real baskets. Made as it is read: a million messages do not lie in memory. */
export function benchStream(count: number): BenchStream {
  const { baskets, prices, seed } = demoInput();
  return {
    count,
    *payloads() {
      const random = new Seeded(seed);
      for (let made = 0; made < count; ) {
        const timestamp = startMs + Math.floor((made / count) * spanMs);
        for (const record of visitRecords(random.pick(baskets), (item) => prices.get(item) ?? 1, timestamp, random)) {
          if (made === count) return;
          made += 1;
          const isCount = record.kind === 'count';
          yield {
            topic: isCount ? 'counts' : 'paths',
            key: isCount ? record.item : record.id,
            value: Buffer.from(asStored(record)),
            timestamp,
          };
        }
      }
    },
  };
}

/** With its keys in the schema's order, as the collector writes a record into its log. */
function asStored(record: AnonymousRecord): string {
  if (record.kind === 'path') return JSON.stringify(record);
  const { id, kind, type, item, hour, quantityBand, priceBand, shown } = record;
  return JSON.stringify({ id, kind, type, item, hour, quantityBand, priceBand, shown });
}
