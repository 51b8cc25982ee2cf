import { expect, test } from 'vitest';
import { compareCells } from './compare-cells.ts';

const wanted = new Map([
  ['funnel|purchase|2026-03-02T10', 3],
  ['follows|a|b|2026-03-02', 12],
]);

test('equal cells are equal', () => {
  expect(compareCells(wanted, new Map(wanted))).toMatchObject({ equal: true, differences: [] });
});

test('a wrong, a missing and an unasked-for cell are each a difference', () => {
  const found = new Map([
    ['funnel|purchase|2026-03-02T10', 4],
    ['together|a|b|2026-03-02', 1],
  ]);
  expect(compareCells(wanted, found)).toMatchObject({
    equal: false,
    differences: [
      'funnel|purchase|2026-03-02T10: 4, not 3',
      'follows|a|b|2026-03-02: no cell, not 12',
      'together|a|b|2026-03-02: 1, and not wanted',
    ],
  });
});

test('kinds that an engine does not compute are not asked of it', () => {
  const found = new Map([['follows|a|b|2026-03-02', 12]]);
  expect(compareCells(wanted, found, (kind) => kind === 'follows').equal).toBe(true);
});
