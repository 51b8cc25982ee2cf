import { expect, test } from 'vitest';
import { together } from './shop-logs.ts';

const open = { bytes: 10, segments: 2, state: { kind: 'open' as const } };
const full = { bytes: 5, segments: 1, state: { kind: 'full' as const, reason: 'it is full' } };

test('logs add up, and the first that refuses says so for all, with its shop', () => {
  expect(
    together([
      { shop: 'a', log: open },
      { shop: 'b', log: open },
    ]),
  ).toEqual({ ...open, bytes: 20, segments: 4 });
  expect(
    together([
      { shop: 'a', log: open },
      { shop: 'b', log: full },
    ]).state,
  ).toEqual({ kind: 'full', reason: 'b: it is full' });
});

test('one log alone speaks for itself', () => {
  expect(together([{ shop: 'default', log: full }])).toEqual(full);
});
