import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analysisRules, cellKey, cellParts, dropReasons } from './index.ts';

test('the rules file is read, and names the reasons that the code knows, in the same order', () => {
  expect(analysisRules.reasons).toEqual(dropReasons);
});

test('a copy of a record is late before the memory of its first arrival may end', () => {
  const { future, late, duplicate } = analysisRules;
  expect(duplicate.keepHours).toBeGreaterThan(late.countHours + 1 + future.countHours);
  expect(duplicate.keepHours).toBeGreaterThan(late.pathHours + 24 + future.pathHours);
});

test('a key gives its parts back, whatever stands in an item id', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (item, next) => {
      expect(cellParts(cellKey('follows', item, next, '2026-11-23'))).toEqual(['follows', item, next, '2026-11-23']);
    }),
  );
});

test('two different items never share a key', () => {
  expect(cellKey('follows', 'a|b', 'c', '2026-11-23')).toBe('follows|a%7Cb|c|2026-11-23');
  expect(cellKey('follows', 'a%7Cb', 'c', '2026-11-23')).toBe('follows|a%257Cb|c|2026-11-23');
});
