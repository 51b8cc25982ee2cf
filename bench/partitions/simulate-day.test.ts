import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulateDay } from './simulate-day.ts';

const even = (count: number): number[] => Array.from({ length: count }, () => 1 / count);

test('what is below the capacity never waits', () => {
  const day = { records: 86_400 * 90, hourShares: even(24), partitionShares: even(6), workers: 2, workerPerS: 50 };
  expect(simulateDay(day)).toMatchObject({ worstLag: 0, worstDelayS: 0, drained: true });
});

test('a peak above the capacity waits, and is taken afterwards', () => {
  const hourShares = [0.5, ...even(23).map((share) => share / 2)];
  const result = simulateDay({
    records: 3_600 * 200,
    hourShares,
    partitionShares: even(6),
    workers: 1,
    workerPerS: 50,
  });
  // In the first hour come 100 a second, and 50 are taken.
  expect(result).toMatchObject({ worstLag: 180_000, worstDelayS: 3_600, drained: true });
});

test('one partition that has most of it holds up its worker alone', () => {
  const day = { records: 86_400 * 100, hourShares: even(24), workers: 2, workerPerS: 60 };
  const { drained, skew } = simulateDay({ ...day, partitionShares: [0.7, 0.1, 0.1, 0.1] });
  expect([drained, skew.toFixed(1)]).toEqual([false, '1.6']);
});

test('more workers never make it worse when each has as many partitions', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 1, max: 10_000 }), (records, workerPerS) => {
      const lag = (workers: number) =>
        simulateDay({ records, hourShares: even(24), partitionShares: even(8), workers, workerPerS }).worstLag;
      expect(lag(4)).toBeLessThanOrEqual(lag(2) + 1);
    }),
    { numRuns: 20 },
  );
});
