/**
 * The golden stream, told to the cleaner on the device as the events that its records would have come from: where both have
 * a rule, they decide alike (docs/analysis.md says which). Machine-like shoppers, times and broken bytes are judged by other
 * means there, since one visit is seen and no stream.
 */
import { Analysis } from '@edgecart/insights';
import { bytesOf, demoInput, goldenStream } from '@edgecart/insights/golden';
import type { CountRecord, ShopperEvent } from '@edgecart/protocol';
import { expect, test } from 'vitest';
import { countsOf } from '../../packages/sdk/src/worker/anonymise.ts';
import { clean } from '../../packages/sdk/src/worker/clean.ts';
import { newVisit } from '../../packages/sdk/src/worker/visit-state.ts';

const stream = goldenStream(demoInput());
const sold = new Set(stream.catalogue);
const startMs = Date.UTC(2026, 2, 2);

/** A device with one endless visit, and a catalogue of what is sold. */
function device() {
  const visit = newVisit('visit', startMs);
  let timeMs = startMs;
  return (event: ShopperEvent): CountRecord | 'duplicate' | 'unknown-item' | 'foreign' => {
    timeMs += 1_000;
    const catalogue = { get: () => undefined };
    const cleaned = clean({ timeMs, event }, visit, { catalogue, recent: [], nowMs: timeMs, shareable: true });
    if (cleaned.outcome === 'rejected')
      return cleaned.reasons.join().includes('was told before') ? 'duplicate' : 'foreign';
    if (event.event_id !== undefined) visit.eventIds.push(event.event_id);
    const [record] = countsOf(cleaned.event, visit, (id) => sold.has(id));
    return record ?? 'unknown-item';
  };
}

/** What the page would have told, had this record come from one event; `undefined` where a message holds no object. */
function eventOf(payload: Buffer): ShopperEvent | undefined {
  let record: unknown;
  try {
    record = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
  if (typeof record !== 'object' || record === null || !('item' in record) || !('type' in record)) return undefined;
  const { id, item, type, hour, quantityBand } = record as CountRecord;
  return {
    name: type,
    event_id: `${id} ${item} ${hour}`,
    items: [{ item_id: item, ...(quantityBand !== undefined && { quantity: quantityBand }) }],
  };
}

test('duplicates, unknown items and impossible events are kept out by the device as by the engines, and bands are the same', {
  timeout: 240_000,
}, () => {
  const analysis = new Analysis({ isKnown: (item) => sold.has(item) });
  const tell = device();
  const differ: string[] = [];
  const seen = { clean: 0, duplicate: 0, 'unknown-item': 0, foreign: 0 };
  for (const message of stream.messages) {
    if (message.topic !== 'counts') continue;
    const payload = bytesOf(message);
    const reason = analysis.take(payload, 'counts', message.timestamp, message.timestamp)?.reason;
    // Of these the device has rules of its own.
    if (reason === 'future' || reason === 'late' || reason === 'machine-like') continue;
    const event = eventOf(payload);
    if (event === undefined) continue;
    const told = tell(event);
    if (reason === 'foreign') {
      // Of a record that is broken elsewhere than in what happened to which item, the device has made the rest itself.
      if (told === 'foreign') seen.foreign += 1;
      continue;
    }
    const [item] = event.items;
    const asExpected =
      reason === undefined
        ? typeof told === 'object' &&
          told.type === event.name &&
          told.item === item?.item_id &&
          (told.quantityBand ?? item?.quantity ?? 1) === (item?.quantity ?? 1)
        : told === reason;
    if (!asExpected) differ.push(JSON.stringify({ event, told, reason }));
    seen[reason ?? 'clean'] += 1;
  }
  expect(differ).toEqual([]);
  expect(seen.clean).toBeGreaterThan(5_000);
  expect(seen.duplicate).toBeGreaterThan(100);
  expect(seen['unknown-item']).toBeGreaterThan(5);
  expect(seen.foreign).toBeGreaterThan(5);
});
