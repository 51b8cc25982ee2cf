import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCatalogueReader } from './catalogue-reader.ts';

function read(text: string, size: number) {
  const reader = createCatalogueReader();
  const items: unknown[] = [];
  for (let at = 0; at < text.length; at += size) items.push(...reader.add(text.slice(at, at + size)));
  const { items: left = [], ...beside } = reader.end();
  return { items: [...items, ...left], beside };
}

const item = fc.record({
  item_id: fc.string(),
  item_name: fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', 'a', 'é', '\n') }),
  price: fc.double({ noNaN: true }),
  more: fc.jsonValue(),
});

test('whatever the pieces, the items are those of the whole text', () =>
  fc.assert(
    fc.property(
      fc.array(fc.oneof(item, fc.jsonValue()), { maxLength: 8 }),
      fc.array(fc.string(), { maxLength: 3 }),
      fc.jsonValue(),
      fc.constantFrom(undefined, 2),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 2 }),
      (items, sensitive_categories, other, space, size, order) => {
        const orders = [
          { items, sensitive_categories, other },
          { sensitive_categories, items, other },
          { other, items, sensitive_categories },
        ];
        const document = orders[order];
        const text = JSON.stringify(document, undefined, space);
        const { items: expected, ...beside } = JSON.parse(text);
        expect(read(text, size)).toEqual({ items: expected, beside });
      },
    ),
    { numRuns: 500 },
  ));

test('items are there before the text has ended', () => {
  const reader = createCatalogueReader();
  expect(reader.add('{"items": [{"item_id": "a"}, {"item_')).toEqual([{ item_id: 'a' }]);
  expect(reader.add('id": "b"')).toEqual([]);
  expect(reader.add('}, {')).toEqual([{ item_id: 'b' }]);
});

test('items that hold objects are read too', () => {
  const items = Array.from({ length: 50 }, (_, i) => ({ item_id: `${i}`, price: { net: i }, images: [{ url: '}' }] }));
  for (const size of [1, 7, 100]) expect(read(JSON.stringify({ items }), size).items).toEqual(items);
});

test('a text that ends early or is no JSON is refused', () => {
  for (const text of ['', '{"items":[{"item_id":"a"}', '{"items":[{"item_id":"a"}]', '<html>'])
    expect(() => read(text, 7)).toThrow();
});

test('a list of items that lies deeper is not the list of items', () => {
  expect(read('{"more":{"items":[{"item_id":"a"}]}}', 5).items).toEqual([]);
});
