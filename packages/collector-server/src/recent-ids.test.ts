import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecentIds } from './recent-ids.ts';
import { randomId } from './testing/records.ts';

// Few different ids, some of them close to each other and one of zeros, so that they meet often.
const ids = fc.array(
  fc.oneof(
    fc.nat(40).map((number) => number.toString(16).padStart(32, '0')),
    fc.nat(40).map((number) => number.toString(16).padEnd(32, 'f')),
  ),
  { maxLength: 200 },
);

test('the newest ids are remembered, at least half of the capacity', () => {
  fc.assert(
    fc.property(ids, fc.integer({ min: 1, max: 20 }), (given, half) => {
      const recent = new RecentIds(half * 2);
      const order: string[] = [];
      for (const id of given) {
        recent.add(id);
        if (!order.includes(id)) order.push(id);
        for (const known of order.slice(-half)) expect(recent.has(known)).toBe(true);
        // Forgotten ids come anew: the order is that of the table, not of the stream.
        order.splice(0, order.length, ...order.filter((known) => recent.has(known)));
        expect(order.length).toBeLessThanOrEqual(half * 2);
      }
    }),
  );
});

test('an id that was never added is not known, whatever was', () => {
  fc.assert(
    fc.property(ids, ids, (added, asked) => {
      const recent = new RecentIds(1_000);
      for (const id of added) recent.add(id);
      for (const id of asked) expect(recent.has(id)).toBe(added.includes(id));
    }),
  );
});

test('a hundred thousand random ids are found, and others are not', () => {
  const recent = new RecentIds(200_000);
  const added = Array.from({ length: 100_000 }, randomId);
  for (const id of added) recent.add(id);
  expect(added.every((id) => recent.has(id))).toBe(true);
  expect(Array.from({ length: 10_000 }, randomId).some((id) => recent.has(id))).toBe(false);
});
