import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cartAfter, cartEvents, cartLines } from './cart-events.ts';
import type { CartLine } from './visit-state.ts';

const cart: fc.Arbitrary<CartLine[]> = fc.uniqueArray(
  fc.record({ item_id: fc.constantFrom('a', 'b', 'c', 'd'), quantity: fc.integer({ min: 1, max: 5 }) }),
  {
    selector: (line) => line.item_id,
  },
);

test('the derived events lead from the cart before to the cart after', () =>
  fc.assert(
    fc.property(cart, cart, (before, after) => {
      const end = cartEvents(before, after).reduce(
        (lines, event) => cartAfter(lines, { name: event.name, items: cartLines(event.items) }),
        before,
      );
      const sorted = (lines: typeof before) => [...lines].sort((a, b) => a.item_id.localeCompare(b.item_id));
      expect(sorted(end)).toEqual(sorted(after));
    }),
  ));

test('stating the same cart again tells nothing', () =>
  fc.assert(fc.property(cart, (lines) => void expect(cartEvents(lines, lines)).toEqual([]))));

test('the first cart that a page states is taken note of, not added', () => {
  expect(cartEvents(undefined, [{ item_id: 'a', quantity: 2 }])).toEqual([]);
});

test('a purchase empties the cart, and a line without id or quantity is none', () => {
  expect(
    cartAfter([{ item_id: 'a', quantity: 1 }], { name: 'purchase', items: [{ item_id: 'a', quantity: 1 }] }),
  ).toEqual([]);
  expect(
    cartLines([{ item_id: '', quantity: 1 }, { item_id: 'b', quantity: 0 }, { item_id: 'c' }, { item_id: 'c' }]),
  ).toEqual([{ item_id: 'c', quantity: 2 }]);
});
