import { expect, test } from 'vitest';
import { conservativeRank, figuresOf, mean, spread } from './figures.ts';

test('a constant model finds nothing', () => {
  const scores = new Float32Array(100).fill(0.5);
  const ranks = Array.from({ length: 100 }, (_, row) => conservativeRank(scores, row));
  expect(figuresOf(ranks)).toEqual({ hit_rate_at_20: 0, mrr_at_20: 0 });
});

test('a model of NaN finds nothing', () => {
  expect(conservativeRank(new Float32Array(50).fill(Number.NaN), 3)).toBe(50);
});

test('ranks count what is better and what is equal', () => {
  expect(conservativeRank([3, 2, 2, 1], 0)).toBe(1);
  expect(conservativeRank([3, 2, 2, 1], 1)).toBe(3);
  expect(figuresOf([1, 2, 21, 1000])).toEqual({ hit_rate_at_20: 0.5, mrr_at_20: 0.375 });
});

test('spread is that of a sample', () => {
  expect(mean([1, 2, 3])).toBe(2);
  expect(spread([1, 2, 3])).toBe(1);
  expect(spread([5])).toBe(0);
});
