import { loadModel, placeFile } from '@edgecart/recommender';
import { scoredItems } from '@edgecart/recommender/scan';
import { describe, expect, test } from 'vitest';
import { syntheticShop } from './synthetic-shop.ts';

const fileOf = (model: Uint8Array) => model.slice().buffer as ArrayBuffer;

describe('a synthetic shop', () => {
  // 65,536 items are the first that need four bytes for an item's row.
  test.each([400, 65_536])('of %i items has a model that the recommender takes', async (items) => {
    const { manifest, model, catalogue } = syntheticShop(items);
    const loaded = await loadModel({ manifest, file: placeFile(manifest, fileOf(model)) });
    expect(loaded.verified).toBe(true);
    expect(loaded.model.rowOf.size).toBe(items);
    expect(loaded.model.graph.items.BYTES_PER_ELEMENT).toBe(items > 65_535 ? 4 : 2);
    expect(catalogue.items.map((item) => item.item_id)).toEqual(manifest.items);
  });

  test('is read in place: no tensor has to be copied out of the file', async () => {
    const { manifest, model } = syntheticShop(400);
    const { tensors, memory } = (await loadModel({ manifest, file: placeFile(manifest, fileOf(model)) })).model;
    for (const [name, { data }] of tensors) expect(data.buffer === memory.buffer, name).toBe(true);
  });

  test('has vectors of length 1', async () => {
    const { manifest, model } = syntheticShop(400);
    const loaded = await loadModel({ manifest, file: placeFile(manifest, fileOf(model)) });
    const { vectors, scales } = scoredItems(loaded.model);
    for (let row = 0; row < 400; row++) {
      const vector = Array.from(vectors.subarray(row * 64, row * 64 + 64), (value) => value * (scales[row] ?? 0));
      expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
    }
  });

  test('is the same shop each time', () => {
    expect(syntheticShop(300).manifest.version).toBe(syntheticShop(300).manifest.version);
    expect(syntheticShop(300).manifest.version).not.toBe(syntheticShop(301).manifest.version);
  });
});
