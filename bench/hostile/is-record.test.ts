import { AnonymousRecord, CountRecord, PathRecord } from '@edgecart/protocol';
import { expect, test } from 'vitest';
import { seededRandom } from '../load/random.ts';
import { mutateRecord } from './families/mutate-record.ts';
import { goodRecord } from './families/records.ts';
import { isRecord } from './is-record.ts';

const nowMs = Date.UTC(2026, 10, 23, 12);
let ids = 0;
const newId = () => String(ids++).padStart(32, '0');

test('what the generator calls good is good, and most of what it mutates is not', () => {
  const chance = { random: seededRandom(3), nowMs, newId };
  let wrong = 0;
  for (let round = 0; round < 2_000; round += 1) {
    const record = goodRecord(chance);
    expect(isRecord(record, nowMs), JSON.stringify(record)).toBe(true);
    if (!isRecord(JSON.parse(mutateRecord(record, chance.random)), nowMs)) wrong += 1;
  }
  expect(wrong).toBeGreaterThan(1_500);
  expect(wrong).toBeLessThan(2_000);
});

test('the times that are believed end where the README says', () => {
  const count = (hour: string) => isRecord({ id: newId(), kind: 'count', type: 'view_item', item: 'x', hour }, nowMs);
  expect(['2026-11-15T11', '2026-11-15T12', '2026-11-24T14', '2026-11-24T15'].map(count)).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(count('2026-02-30T00')).toBe(false);
});

test('it knows the keys that the schema knows', () => {
  // Written by hand on purpose; this is the reminder to write it again.
  expect(Object.keys(CountRecord.properties)).toEqual([
    'id',
    'kind',
    'type',
    'item',
    'hour',
    'quantityBand',
    'priceBand',
    'shown',
  ]);
  expect(Object.keys(PathRecord.properties)).toEqual(['id', 'kind', 'items', 'day', 'bought']);
  expect(AnonymousRecord.anyOf).toHaveLength(2);
});
