import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

test('a minute has as many as allowed, and they come back evenly', () => {
  const bucket = new TokenBucket(6, 0);
  for (let index = 0; index < 6; index += 1) expect(bucket.take(0)).toBe(0);
  expect(bucket.take(0)).toBe(10);
  expect(bucket.take(9_000)).toBe(1);
  expect(bucket.take(10_000)).toBe(0);
  expect(bucket.take(10_000)).toBe(10);
});

test('who waits as long as told is let through', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.array(fc.integer({ min: 0, max: 5_000 })),
      (perMinute, waits) => {
        const bucket = new TokenBucket(perMinute, 0);
        let nowMs = 0;
        for (const waitMs of waits) {
          nowMs += waitMs;
          const waitS = bucket.take(nowMs);
          if (waitS === 0) continue;
          nowMs += waitS * 1_000;
          expect(bucket.take(nowMs)).toBe(0);
        }
      },
    ),
  );
});

test('however requests come, a window has no more than a burst and what came back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 300 }),
      (perMinute, gaps) => {
        const bucket = new TokenBucket(perMinute, 0);
        let nowMs = 0;
        let passed = 0;
        for (const gapMs of gaps) {
          nowMs += gapMs;
          if (bucket.take(nowMs) === 0) passed += 1;
        }
        expect(passed).toBeLessThanOrEqual(perMinute + (nowMs * perMinute) / 60_000 + 1e-6);
      },
    ),
  );
});

test('a clock that goes back gives nothing and takes nothing', () => {
  const bucket = new TokenBucket(1, 100_000);
  expect(bucket.take(100_000)).toBe(0);
  expect(bucket.take(0)).toBe(60);
});
