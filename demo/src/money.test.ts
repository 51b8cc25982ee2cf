import { expect, test } from 'vitest';
import { formatMoney, roundToCents } from './money.ts';

test('prices have a dollar sign, two decimals and thousands', () => {
  expect(formatMoney(0)).toBe('$0.00');
  expect(formatMoney(3.5)).toBe('$3.50');
  expect(formatMoney(1234.567)).toBe('$1,234.57');
});

test('sums are rounded to cents', () => {
  expect(roundToCents(0.1 + 0.2)).toBe(0.3);
  expect(roundToCents(1.005)).toBe(1.01);
});
