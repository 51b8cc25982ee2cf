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
        recent.add([id]);
        if (!order.includes(id)) order.push(id);
        for (const known of order.slice(-half)) expect(recent.stateOf(known)).toBe('known');
        // Forgotten ids come anew: the order is that of the table, not of the stream.
        order.splice(0, order.length, ...order.filter((known) => recent.stateOf(known) === 'known'));
        expect(order.length).toBeLessThanOrEqual(half * 2);
      }
    }),
  );
});

test('an id that was never added is not known, whatever was', () => {
  fc.assert(
    fc.property(ids, ids, (added, asked) => {
      const recent = new RecentIds(1_000);
      recent.add(added);
      for (const id of asked) expect(recent.stateOf(id)).toBe(added.includes(id) ? 'known' : 'unknown');
    }),
  );
});

test('a hundred thousand random ids are found, and others are not', () => {
  const recent = new RecentIds(200_000);
  const added = Array.from({ length: 100_000 }, randomId);
  recent.add(added);
  expect(added.every((id) => recent.stateOf(id) === 'known')).toBe(true);
  expect(Array.from({ length: 10_000 }, randomId).some((id) => recent.stateOf(id) !== 'unknown')).toBe(false);
});

test('an id is claimed by one request at a time, and can be claimed again when it was given back', () => {
  const recent = new RecentIds(10);
  const other = new RecentIds(recent.memory);
  const id = randomId();
  const first = recent.claim([id, id]);
  expect(first.states).toEqual(['unknown', 'underway']);
  expect(other.claim([id]).states).toEqual(['underway']);
  first.settle('unknown');
  const second = other.claim([id]);
  expect(second.states).toEqual(['unknown']);
  second.settle('known');
  expect(recent.claim([id]).states).toEqual(['known']);
});

test('what a dead thread had claimed can be given back', () => {
  const recent = new RecentIds(10);
  const [lost, kept] = [randomId(), randomId()];
  recent.claim([lost]);
  recent.add([kept]);
  new RecentIds(recent.memory).releaseClaims();
  expect([recent.stateOf(lost), recent.stateOf(kept)]).toEqual(['unknown', 'known']);
});
