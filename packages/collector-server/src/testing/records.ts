import { randomBytes } from 'node:crypto';
import {
  type AnonymousRecord,
  type CountRecord,
  dayUtc,
  eventNames,
  hourUtc,
  type PathRecord,
} from '@edgecart/protocol';
import * as fc from 'fast-check';
import type { StoredRecords } from '../intake/intake.ts';
import { serialiseRecord } from '../intake/serialise-record.ts';

/** The moment at which tests with a fixed clock run: 2026-11-23T12:00:00Z. */
export const testNowMs = Date.UTC(2026, 10, 23, 12);

export const randomId = (): string => randomBytes(16).toString('hex');

export function countRecord(changes: Partial<CountRecord> = {}, nowMs = testNowMs): CountRecord {
  return { id: randomId(), kind: 'count', type: 'view_item', item: 'item-1', hour: hourUtc(nowMs), ...changes };
}

export function pathRecord(changes: Partial<PathRecord> = {}, nowMs = testNowMs): PathRecord {
  return { id: randomId(), kind: 'path', items: ['item-1', 'item-2'], day: dayUtc(nowMs), bought: false, ...changes };
}

/** What an intake tells of these records when they are durable. */
export function storedRecords(records: readonly AnonymousRecord[]): StoredRecords {
  const counts = records.filter(({ kind }) => kind === 'count').length;
  const newest = (most: number) => records.slice(-most).map(serialiseRecord);
  return { counts, paths: records.length - counts, newest };
}

const id = fc.stringMatching(/^[0-9a-f]{32}$/);
const itemId = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 128 }),
  fc.string({
    unit: fc.constantFrom('\\', '"', '\u2028', '\ud800', '\u0000', '/', 'é', '😀'),
    minLength: 1,
    maxLength: 20,
  }),
);
const agoMs = fc.integer({ min: 0, max: 7 * 86_400_000 });

/** Any record that a collector whose clock shows `testNowMs` accepts. */
export const anyRecord: fc.Arbitrary<AnonymousRecord> = fc.oneof(
  fc.record(
    {
      id,
      kind: fc.constant('count' as const),
      type: fc.constantFrom(...eventNames),
      item: itemId,
      hour: agoMs.map((ms) => hourUtc(testNowMs - ms)),
      quantityBand: fc.constantFrom(1, 2, 3, 6, 11),
      priceBand: fc.integer({ min: -4, max: 20 }),
      shown: fc.record(
        {
          model: fc.oneof(fc.constant('none'), fc.stringMatching(/^[0-9a-f]{16,64}$/)),
          slot: fc.integer({ min: 0, max: 199 }),
          arm: fc.integer({ min: 1, max: 7 }),
        },
        { requiredKeys: ['model', 'slot'] },
      ),
    },
    { requiredKeys: ['id', 'kind', 'type', 'item', 'hour'] },
  ),
  fc.record({
    id,
    kind: fc.constant('path' as const),
    items: fc.array(itemId, { minLength: 2, maxLength: 8 }),
    day: agoMs.map((ms) => dayUtc(testNowMs - ms)),
    bought: fc.boolean(),
  }),
);
