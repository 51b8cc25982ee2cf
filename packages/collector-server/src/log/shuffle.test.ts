import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomBelow, shuffle } from './shuffle.ts';

test('shuffling keeps every value', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (values) => {
      const mixed = [...values];
      shuffle(mixed);
      expect(mixed.toSorted((a, b) => a - b)).toEqual(values.toSorted((a, b) => a - b));
    }),
  );
});

test('every order of a few values comes about as often as any other', () => {
  const seen = new Map<string, number>();
  const rounds = 24_000;
  for (let round = 0; round < rounds; round += 1) {
    const mixed = ['a', 'b', 'c', 'd'];
    shuffle(mixed);
    seen.set(mixed.join(''), (seen.get(mixed.join('')) ?? 0) + 1);
  }
  // 1,000 each are expected, with a standard deviation of 31.
  expect(seen.size).toBe(24);
  for (const times of seen.values()) expect(Math.abs(times - rounds / 24)).toBeLessThan(200);
});

test('a random number lies below its bound', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 32 }), (below) => {
      const value = randomBelow(below);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThan(below);
    }),
  );
});
