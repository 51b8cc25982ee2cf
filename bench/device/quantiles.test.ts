import { expect, test } from 'vitest';
import { median, quantile } from './quantiles.ts';

test('a quantile is one of the samples, whatever their order', () => {
  const samples = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect(quantile(samples, 0.95)).toBe(95);
  expect(quantile(samples, 0.99)).toBe(99);
  expect(quantile(samples, 1)).toBe(100);
  expect(median(samples)).toBe(50);
  expect(median([3])).toBe(3);
});

test('nothing has no quantile', () => {
  expect(median([])).toBeNaN();
});
