import { expect, test } from 'vitest';
import { readExtent } from './extent.ts';

test('without arguments everything is measured, and quickly with --quick', () => {
  const [full, quick] = [readExtent([]), readExtent(['--quick'])];
  if (full?.kind !== 'comparison' || quick?.kind !== 'comparison') throw new Error('not understood');
  expect(full.twoCoresSeconds).toBe(60);
  expect(quick.rounds).toBeLessThan(full.rounds);
});

test('--soak takes minutes', () => {
  expect(readExtent(['--soak', '30'])).toEqual({ kind: 'soak', minutes: 30 });
  expect(readExtent(['--soak=0.5'])).toEqual({ kind: 'soak', minutes: 0.5 });
});

test.each([
  [['--slow']],
  [['--soak']],
  [['--soak', 'long']],
  [['--soak', '0']],
  [['--quick', '--soak', '1']],
  [['now']],
])('%j is not understood', (args) => {
  expect(readExtent(args)).toBeUndefined();
});
