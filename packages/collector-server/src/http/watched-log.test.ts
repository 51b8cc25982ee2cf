import { expect, test } from 'vitest';
import { worstState } from './watched-log.ts';

const open = { state: { kind: 'open' as const } };
const full = { state: { kind: 'full' as const, reason: 'it is full' } };

test('the first log that refuses says so for all, with its shop', () => {
  const logOf = (shop: string, log: typeof open | typeof full) => ({ shop, log });
  expect(worstState([logOf('a', open), logOf('b', open)])).toEqual({ kind: 'open' });
  expect(worstState([logOf('a', open), logOf('b', full)])).toEqual({ kind: 'full', reason: 'b: it is full' });
});

test('one log alone speaks for itself', () => {
  expect(worstState([{ shop: 'default', log: full }])).toEqual(full.state);
});
