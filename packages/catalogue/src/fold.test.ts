import { Catalogue } from '@edgecart/protocol';
import fc from 'fast-check';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { type FoldOptions, fold } from './fold.ts';
import type { FeedProduct } from './product.ts';
import { createNotes } from './report.ts';

async function folded(products: FeedProduct[], options: Partial<FoldOptions> = {}) {
  const notes = createNotes();
  async function* found() {
    for (const [at, product] of products.entries()) yield { place: `line ${at + 1}`, product };
  }
  const result = await fold(found(), { ids: 'product', ...options }, notes);
  return { ...result, dropped: notes.dropped(), mended: notes.mended() };
}

const shirt = (id: string, more: Partial<FeedProduct> = {}): FeedProduct => ({
  id,
  group: 'shirt',
  name: `Shirt ${id}`,
  categories: ['Clothing', 'Shirts', 'Blue'],
  price: 20,
  ...more,
});

test('variants become one item: the first one’s words that can be bought, the lowest price among those, stock of any', async () => {
  const {
    items,
    folded: count,
    itemOf,
  } = await folded(
    [
      shirt('S', { inStock: false, price: 5 }),
      shirt('M', { price: 20 }),
      shirt('L', { price: 15 }),
      shirt('XL', { inStock: false, price: 1 }),
    ],
    { mapped: true },
  );
  expect(items).toEqual([
    { item_id: 'shirt', item_name: 'Shirt M', price: 15, item_category: 'Clothing', item_category2: 'Shirts' },
  ]);
  expect(count).toBe(3);
  expect(Object.fromEntries(itemOf)).toEqual({ S: 'shirt', M: 'shirt', L: 'shirt', XL: 'shirt' });
});

test('a product none of whose variants can be bought stays known, and is not suggested', async () => {
  const { items } = await folded([shirt('S', { inStock: false, price: 5 }), shirt('M', { inStock: false, price: 4 })]);
  expect(items).toMatchObject([{ item_name: 'Shirt S', price: 4, in_stock: false }]);
});

test('the best-selling come first, by the feed or by a list of sales; variants sell for their product', async () => {
  const products = [
    shirt('S', { sales: 2 }),
    { ...shirt('hat', { sales: 4 }), group: 'hat' },
    shirt('M', { sales: 3 }),
    { ...shirt('cap'), group: 'cap' },
  ];
  const ids = async (options?: Partial<FoldOptions>) =>
    (await folded(products, options)).items.map((item) => item.item_id);
  expect(await ids()).toEqual(['shirt', 'hat', 'cap']);
  expect(
    await ids({
      sales: new Map([
        ['cap', 9],
        ['M', 1],
        ['shirt', 4],
      ]),
    }),
  ).toEqual(['cap', 'shirt', 'hat']);
  expect(await ids({ ids: 'variant' })).toEqual(['hat', 'M', 'S', 'cap']);
});

test('what cannot be an item is dropped with a reason; what only lacks a category is kept', async () => {
  const { items, dropped, mended, currency } = await folded([
    { id: 'a', name: 'A', categories: [], price: 1, currency: 'EUR' },
    { id: 'a', name: 'A again', categories: [], price: 1 },
    { id: 'b', categories: [], price: 1 },
    { id: 'c', name: 'C', categories: [] },
    { id: 'd', name: 'D', categories: ['x'], price: 1, currency: 'USD' },
    { id: 'e'.repeat(129), name: 'E', categories: ['x'], price: 1 },
  ]);
  expect(items).toEqual([{ item_id: 'a', item_name: 'A', price: 1, item_category: 'Other' }]);
  expect(currency).toBe('EUR');
  expect(mended[0]?.examples).toEqual(['line 1: a']);
  expect(dropped.map(({ reason, examples }) => `${examples[0]?.slice(0, 9)} ${reason}`)).toEqual([
    'line 2: a the id was there before: ids must be unique',
    'line 3: b no name: give a title',
    'line 4: c no price',
    'line 5: d the price is in another currency than EUR: see --currency',
    'line 6: e the id is longer than 128 characters',
  ]);
});

test('whatever is folded, the catalogue fits its schema, ids are unique, and nothing is lost unsaid', async () => {
  const product = fc.record(
    {
      id: fc.string({ minLength: 1, maxLength: 3 }),
      group: fc.string({ minLength: 1, maxLength: 2 }),
      name: fc.string({ minLength: 1 }),
      categories: fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }),
      price: fc.double({ min: 0, max: 1e6, noNaN: true }),
      currency: fc.constantFrom('EUR', 'USD'),
      inStock: fc.boolean(),
      sales: fc.nat(),
    },
    { requiredKeys: ['id', 'categories'] },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(product),
      fc.constantFrom('product' as const, 'variant' as const),
      async (products, ids) => {
        const { items, read, folded: count, dropped } = await folded(products, { ids });
        expect(Value.Check(Catalogue, { items })).toBe(true);
        expect(new Set(items.map((item) => item.item_id)).size).toBe(items.length);
        const lost = dropped.reduce((sum, told) => sum + told.count, 0);
        expect(items.length + count + lost).toBe(read);
      },
    ),
  );
});
