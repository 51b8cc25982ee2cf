import { expect, test } from 'vitest';
import { countItems, parseLines, priceLines, quantityOf, sumUp, withQuantity } from './cart-lines.ts';
import { arrangeRange } from './catalogue.ts';

test('a product is added at the end, changed in place, and taken out at zero', () => {
  let lines = withQuantity([], 'milk', 1);
  lines = withQuantity(lines, 'eggs', 2, { list: 'edgecart:cart', index: 3 });
  lines = withQuantity(lines, 'milk', 3);
  expect(lines).toEqual([
    { id: 'milk', quantity: 3 },
    { id: 'eggs', quantity: 2, from: { list: 'edgecart:cart', index: 3 } },
  ]);
  expect(countItems(lines)).toBe(5);
  expect(quantityOf(withQuantity(lines, 'milk', 0), 'milk')).toBe(0);
});

test('quantities stay between nothing and what fits in a van', () => {
  expect(withQuantity([], 'milk', -2)).toEqual([]);
  expect(quantityOf(withQuantity([], 'milk', 5000), 'milk')).toBe(24);
});

test('products that left the range are not priced, and delivery is free above the limit', () => {
  const range = arrangeRange([{ item_id: 'milk', item_name: 'Milk', price: 3.1, item_category: 'Dairy' }]);
  const priced = priceLines(
    [
      { id: 'milk', quantity: 3 },
      { id: 'gone', quantity: 1 },
    ],
    range,
  );
  expect(priced.map(({ id, total }) => [id, total])).toEqual([['milk', 9.3]]);
  expect(sumUp(priced)).toEqual({ subtotal: 9.3, delivery: 4.95, total: 14.25 });
  expect(sumUp(priceLines([{ id: 'milk', quantity: 20 }], range)).delivery).toBe(0);
  expect(sumUp([])).toEqual({ subtotal: 0, delivery: 0, total: 0 });
});

test('what storage held is checked before it is believed', () => {
  expect(parseLines('[]')).toEqual([]);
  expect(parseLines(null)).toEqual([]);
  expect(
    parseLines([
      null,
      { id: 'a', quantity: 1.5 },
      { id: '', quantity: 1 },
      { id: 'b', quantity: 2, from: { list: 4 } },
    ]),
  ).toEqual([{ id: 'b', quantity: 2 }]);
});
