import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdSet } from './id-set.ts';
import { highBits, lowBits } from './record-hash.ts';

const half = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test('a value is new once, as in a set', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.oneof(half, fc.constantFrom(0, 1)), half), { maxLength: 3_000 }), (values) => {
      const ids = new IdSet();
      const plain = new Set<string>();
      for (const [low, high] of values) {
        expect(ids.add(low, high)).toBe(!plain.has(`${low} ${high}`));
        plain.add(`${low} ${high}`);
      }
      const again = new IdSet(ids.since(0).slice());
      expect(again.size).toBe(plain.size);
      for (const [low, high] of values) expect(again.add(low, high)).toBe(false);
    }),
    { numRuns: 20 },
  );
});

test('ids that were counted up rather than drawn are told apart, and quickly', () => {
  const ids = new IdSet();
  const distinct = new Set<string>();
  for (let number = 0; number < 50_000; number += 1) {
    for (const id of [number.toString(16).padStart(32, '0'), number.toString(16).padEnd(32, 'f')]) {
      ids.add(lowBits(id), highBits(id));
      distinct.add(id);
    }
  }
  expect(ids.size).toBe(distinct.size);
});
