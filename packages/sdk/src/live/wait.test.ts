import fc from 'fast-check';
import { expect, test } from 'vitest';
import { waitMs } from './wait.ts';

test('looks are further apart after each failure, up to a minute, and not those of all pages at once', () => {
  expect([0, 1, 2, 3].map((failures) => waitMs(1_000, failures, 0.5))).toEqual([1_000, 2_000, 4_000, 8_000]);
  fc.assert(
    fc.property(
      fc.integer({ min: 500, max: 60_000 }),
      fc.nat(),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (...given) => {
        const wait = waitMs(...given);
        expect(wait).toBeGreaterThanOrEqual(450);
        expect(wait).toBeLessThanOrEqual(66_000);
      },
    ),
  );
});
