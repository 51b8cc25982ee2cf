import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { CatalogueItem } from '@edgecart/protocol';
import { expect, test } from 'vitest';
import { compactItems } from './compact-items.ts';
import { createEncoder } from './encoder.ts';
import { openModel } from './model.ts';
import { placeFile } from './model-memory.ts';
import type { Products } from './products.ts';
import { recommend, type Situation } from './recommend.ts';
import { tinyCategories, tinyModel } from './tiny-model.fixture.ts';

/** Two of the model's items are gone, one is out of stock, and some are new. */
const items: CatalogueItem[] = Array.from({ length: 40 }, (_, i) => ({
  item_id: i < 30 ? `i${i}` : `new${i}`,
  item_name: `Item ${i}`,
  price: i,
  item_category: tinyCategories[i % 3] ?? '',
  ...(i === 5 && { in_stock: false }),
}))
  .filter((_, i) => i !== 7 && i !== 8)
  .reverse();

const open = async () => {
  const { manifest, file } = await tinyModel();
  return openModel(manifest, placeFile(manifest, file));
};
const kept = (): { items: Products } => ({ items: new Map(items.map((item) => [item.item_id, item])) });
const viewed = (item_id: string) => ({ item_id, type: 'view_item', age_minutes: 1, in_cart: false });

test('what is suggested is the same before and after the items were put into their table', async () => {
  const [model, catalogue] = [await open(), kept()];
  const encoder = createEncoder(model);
  const situations: Partial<Situation>[] = [
    { model, encoder, session: [viewed('i4'), viewed('new33')] },
    { model, session: [viewed('i4'), viewed('new33')], limit: 25 },
    { model, session: [], limit: 40 },
    { session: [viewed('i9')], excluded: new Set(['i12', 'unknown']) },
  ];
  const ask = () =>
    situations.map((situation) =>
      recommend({ session: [], excluded: new Set(), limit: 10, ...situation, catalogue: catalogue.items }),
    );
  const before = ask();
  await compactItems(catalogue, model);
  expect(ask()).toEqual(before);
  expect(items.map(({ item_id }) => catalogue.items.get(item_id))).toEqual(items);
  expect(Array.from(catalogue.items.keys())).toEqual(items.map(({ item_id }) => item_id));
  expect([catalogue.items.size, catalogue.items.has('i7'), model.rowOf.get('i7')]).toEqual([38, false, 7]);
  expect([model.rowOf.size, model.rowOf.has('new33'), model.idOf(undefined)]).toEqual([30, false, undefined]);
});

test('nothing holds on to the map of ids that the table takes the place of', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const [model, catalogue] = [await open(), kept()];
  const encoder = createEncoder(model);
  const ids = new WeakRef(model.rowOf);
  await compactItems(catalogue, model);
  await expect
    .poll(() => {
      collectGarbage();
      return ids.deref() === undefined;
    })
    .toBe(true);
  expect(encoder.persona(['i1'])).toBeDefined();
});

test('a second model is put into the table of the first, also while that is being made', async () => {
  const [first, second, catalogue] = [await open(), await open(), kept()];
  await Promise.all([compactItems(catalogue, first), compactItems(catalogue, second)]);
  const table = catalogue.items;
  await compactItems(catalogue, await open());
  expect(catalogue.items).toBe(table);
  for (const model of [first, second]) expect([model.idOf(7), model.rowOf.get('i29')]).toEqual(['i7', 29]);
});

test('without a catalogue the ids alone are put into a table', async () => {
  const [model, catalogue] = [await open(), { items: new Map() as Products }];
  await compactItems(catalogue, model);
  expect([catalogue.items.size, catalogue.items.has('i7'), model.rowOf.get('i7')]).toEqual([0, false, 7]);
});
