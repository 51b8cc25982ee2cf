import type { CatalogueItem } from '@edgecart/protocol';
import { beforeAll, describe, expect, test } from 'vitest';
import { createEncoder, type SessionEncoder } from './encoder.ts';
import { type Model, openModel } from './model.ts';
import { placeFile } from './model-memory.ts';
import { recommend, type Situation } from './recommend.ts';
import { tinyCategories, tinyModel } from './tiny-model.fixture.ts';

let model: Model;
let encoder: SessionEncoder;
beforeAll(async () => {
  const { manifest, file } = await tinyModel();
  model = openModel(manifest, placeFile(manifest, file));
  encoder = createEncoder(model);
});

const catalogueOf = (items: number, changes: Record<string, Partial<CatalogueItem>> = {}) =>
  new Map(
    Array.from({ length: items }, (_, i) => {
      const item_id = `i${i}`;
      const item_category = tinyCategories[i % 3] ?? '';
      return [item_id, { item_id, item_name: `Item ${i}`, price: 1, item_category, ...changes[item_id] }] as const;
    }),
  );
const viewed = (item_id: string) => ({ item_id, type: 'view_item', age_minutes: 1, in_cart: false });
const ask = (situation: Partial<Situation>) =>
  recommend({ catalogue: catalogueOf(30), session: [], excluded: new Set(), limit: 5, ...situation });
const sources = (suggestions: { source: string }[]) => [...new Set(suggestions.map(({ source }) => source))];

describe('the ladder', () => {
  test('asks the model when there are model, encoder and a session', () => {
    expect(sources(ask({ model, encoder, session: [viewed('i4')] }))).toEqual(['model']);
  });

  test('falls to the item graph without the encoder', () => {
    const suggestions = ask({ model, session: [viewed('i4')], limit: 3 });
    expect(suggestions.map(({ item_id }) => item_id)).toEqual(['i5', 'i6', 'i7']);
    expect(sources(suggestions)).toEqual(['item-graph']);
    expect(suggestions[0]?.because).toBe('i4');
  });

  test('goes on with the same category and then what is popular when the graph has no more', () => {
    const suggestions = ask({ model, session: [viewed('i4')], limit: 20 });
    expect(sources(suggestions)).toEqual(['item-graph', 'same-category', 'trending']);
  });

  test('knows the category of a product that the model has never seen', () => {
    const catalogue = catalogueOf(30).set('new', {
      item_id: 'new',
      item_name: 'New',
      price: 2,
      item_category: 'bread',
    });
    const [first] = ask({ model, encoder, catalogue, session: [viewed('new')] });
    expect(first).toMatchObject({ item_id: 'i1', source: 'same-category', because: 'new' });
  });

  test('shows what is popular to a shopper who has done nothing yet', () => {
    expect(ask({ model, encoder })[0]).toMatchObject({ item_id: 'i0', source: 'trending' });
  });

  test('what rises now goes before what was popular when the model was made', () => {
    const rising = ['i20', 'unheard-of', 'i9'];
    const [first, second, third] = ask({ model, encoder, rising });
    expect([first, second]).toMatchObject([
      { item_id: 'i20', source: 'trending' },
      { item_id: 'i9', source: 'trending' },
    ]);
    expect(third).toMatchObject({ item_id: 'i0', source: 'trending' });
    expect(sources(ask({ model, encoder, rising, session: [viewed('i4')] }))).toEqual(['model']);
  });

  test('without any model what rises goes before the catalogue', () => {
    expect(ask({ rising: ['i20', 'i20'] }).map(({ item_id, source }) => `${item_id} ${source}`)).toEqual([
      'i20 trending',
      ...['i0', 'i1', 'i2', 'i3'].map((id) => `${id} catalogue-order`),
    ]);
  });

  test('without any model answers from the catalogue', () => {
    expect(sources(ask({ session: [viewed('i4')], limit: 12 }))).toEqual(['same-category', 'catalogue-order']);
    expect(ask({ catalogue: new Map() })).toEqual([]);
  });
});

describe('an answer', () => {
  test('never holds what is excluded, out of stock, gone from the catalogue, or twice', () => {
    const catalogue = catalogueOf(25, { i0: { in_stock: false }, i5: { in_stock: false } });
    const excluded = new Set(['i6', 'i4']);
    const ids = ask({ model, encoder, catalogue, session: [viewed('i4')], excluded, limit: 30 }).map((s) => s.item_id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ['i0', 'i5', 'i6', 'i4', 'i25', 'i29']) expect(ids).not.toContain(id);
    expect(ids).toHaveLength(25 - 4);
  });

  test('gives no category more than two in five while others have something to say', () => {
    const categories = ask({ model, encoder, session: [viewed('i4')], limit: 10 }).map(
      ({ item_id }) => Number(item_id.slice(1)) % 3,
    );
    for (const category of [0, 1, 2])
      expect(categories.filter((each) => each === category).length).toBeLessThanOrEqual(4);
  });
});

test('the persona is the nearest centroid, and nobody is nobody', () => {
  expect(encoder.persona(['i0', 'i3', 'i1'])?.name).toBe('Fruit lovers');
  expect(encoder.persona(['i1', 'unknown', 'i2'])?.name).toBe('Breakfast');
  expect(encoder.persona(['unknown'])).toBeUndefined();
});
