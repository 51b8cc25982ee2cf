import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Arrivals, arrivalMinutes } from './arrivals.ts';

test('nothing has arrived at first', () => {
  expect(new Arrivals().perMinute(1e12)).toEqual(Array.from({ length: arrivalMinutes }, () => 0));
});

test('arrivals wander from the last minute to the ones before, and out', () => {
  const arrivals = new Arrivals();
  const startMs = 1_700_000_000_000;
  arrivals.add(7, startMs);
  expect(arrivals.perMinute(startMs).at(-1)).toBe(7);
  expect(arrivals.perMinute(startMs + 60_000).at(-2)).toBe(7);
  expect(arrivals.perMinute(startMs + 29 * 60_000).at(0)).toBe(7);
  expect(arrivals.perMinute(startMs + 31 * 60_000).every((count) => count === 0)).toBe(true);
});

test('each arrival of the last half hour is counted in exactly one minute', () => {
  const times = fc.array(fc.integer({ min: 0, max: 29 * 60_000 }), { maxLength: 50 });
  fc.assert(
    fc.property(times, (agoMs) => {
      const nowMs = 1_700_000_000_000;
      const arrivals = new Arrivals();
      for (const ago of [...agoMs].sort((a, b) => b - a)) arrivals.add(1, nowMs - ago);
      expect(arrivals.perMinute(nowMs).reduce((sum, count) => sum + count, 0)).toBe(agoMs.length);
    }),
  );
});
