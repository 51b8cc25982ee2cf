import { expect, test } from 'vitest';
import { arrivalRate } from './delivery-watch.ts';

const samples = (...pairs: [number, number][]) => pairs.map(([atMs, records]) => ({ atMs, records }));

test('the rate is that of what came after the first, and waiting before and after it costs nothing', () => {
  const seen = samples([0, 500], [1_000, 500], [2_000, 600], [3_000, 1_600], [4_000, 2_600], [9_000, 2_600]);
  expect(arrivalRate(seen)).toBe(1_000);
});

test('a gap between arrivals does cost', () => {
  expect(arrivalRate(samples([0, 0], [1_000, 1_000], [2_000, 1_000], [3_000, 2_000]))).toBe(500);
});

test('of a single arrival there is no rate', () => {
  expect(arrivalRate(samples([0, 0], [1_000, 1_000], [2_000, 1_000]))).toBeNaN();
});
