import type { CatalogueItem } from '@edgecart/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createItemTable } from './item-table.ts';
import { categoryOf } from './products.ts';
import { createWordCodes } from './word-codes.ts';

const word = fc.constantFrom('Juice', 'of', 'Bio', "Men's", '42', 'Żółty', '€', '"', '\\', '\n', '\u0001', '\ufeff');
const text = fc.oneof(
  fc.array(word, { maxLength: 6 }).map((words) => words.join(' ')),
  fc.string({ unit: 'grapheme' }),
);
const item: fc.Arbitrary<CatalogueItem> = fc.record(
  {
    item_id: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    item_name: text,
    price: fc.double({ noNaN: true, noDefaultInfinity: true }).map((price) => price + 0),
    item_category: text,
    item_category2: text,
    in_stock: fc.boolean(),
    picture: fc.record({ url: fc.string() }),
  },
  { requiredKeys: ['item_id', 'item_name', 'price', 'item_category'] },
);
const items = fc.uniqueArray(item, { selector: ({ item_id }) => item_id, maxLength: 200 });

function tableOf(given: readonly CatalogueItem[]) {
  const table = createItemTable();
  for (const each of given) table.add(each);
  table.finish();
  return table;
}

test('each item comes back as it was, under its number and its id, in order', () =>
  fc.assert(
    fc.property(items, (given) => {
      const table = tableOf(given);
      expect(table.size).toBe(given.length);
      given.forEach((each, number) => {
        expect(table.find(each.item_id)).toBe(number);
        expect(table.id(number)).toBe(each.item_id);
        expect(table.item(number)).toEqual(each);
        expect(table.traits(number)).toEqual({
          item_category: categoryOf(each) || undefined,
          in_stock: each.in_stock !== false,
        });
      });
    }),
  ));

test('an id that is in no catalogue has a number, and no item', () => {
  const table = tableOf([{ item_id: 'a', item_name: 'A', price: 1, item_category: 'x' }]);
  expect([table.find('b'), table.number('b'), table.number('a'), table.find('b')]).toEqual([undefined, 1, 0, 1]);
  expect([table.id(1), table.item(1), table.traits(1)]).toEqual(['b', undefined, undefined]);
  expect([table.size, table.count]).toEqual([1, 2]);
});

test('ten thousand ids that differ in one place only are all found', () => {
  const ids = Array.from({ length: 10_000 }, (_, i) => `sku-${String(i).padStart(9, '0')}`);
  const table = createItemTable();
  for (const id of ids) table.number(id);
  expect(ids.every((id, number) => table.find(id) === number)).toBe(true);
  expect(table.find('sku-00000000')).toBeUndefined();
});

test('an id that comes twice counts as it came first', () => {
  const twice = [1, 2].map((price) => ({ item_id: 'a', item_name: 'A', price, item_category: 'x' }));
  expect(tableOf(twice).item(0)).toMatchObject({ price: 1 });
});

test('the items of a category are those of the catalogue, in its order', () => {
  const given = ['x', 'y', 'x', 'z'].map((item_category, i) => ({
    item_id: `${i}`,
    item_name: '',
    price: 1,
    item_category,
  }));
  const table = tableOf(given);
  expect([table.alike('x'), table.alike('z'), table.alike('none')]).toEqual([[0, 2], [3], []]);
});

test('texts are shortened and come back, however often a word has come', () => {
  const codes = createWordCodes();
  const texts = Array.from({ length: 9_000 }, (_, i) => `Juice of Oranges, ${i} word${i % 4_000} x${i}`);
  const short = texts.map((each) => codes.shorten(each));
  codes.finish();
  expect(short.map((each) => codes.restore(each))).toEqual(texts);
  expect(short.at(-1)?.length).toBeLessThan(texts.at(-1)?.length ?? 0);
});
