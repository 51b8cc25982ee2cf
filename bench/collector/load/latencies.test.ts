import { expect, test } from 'vitest';
import { Latencies } from './latencies.ts';

test('quantiles are exact to a step of 10 microseconds', () => {
  const latencies = new Latencies();
  for (let us = 1; us <= 100_000; us += 1) latencies.add(us);
  expect(latencies.count).toBe(100_000);
  expect(latencies.quantileMs(0.5)).toBeCloseTo(50, 1);
  expect(latencies.quantileMs(0.99)).toBeCloseTo(99, 1);
});

test('requests of more than a second are counted as they are', () => {
  const latencies = new Latencies();
  for (const us of [5_000, 3_000_000, 2_000_000]) latencies.add(us);
  expect(latencies.quantileMs(0.5)).toBe(2_000);
  expect(latencies.quantileMs(1)).toBe(3_000);
});

test('of no requests there is no quantile', () => {
  expect(new Latencies().quantileMs(0.5)).toBeNaN();
});
