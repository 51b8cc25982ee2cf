import type { Interaction } from '@edgecart/protocol';
import { type Model, openModel } from './model.ts';
import { placeFile } from './model-memory.ts';
import { tinyModel } from './tiny-model.fixture.ts';

/** The tiny model, ready to be asked. */
export async function openedModel(options: Parameters<typeof tinyModel>[0] = {}): Promise<Model> {
  const { manifest, file } = await tinyModel(options);
  return openModel(manifest, placeFile(manifest, file));
}

/** A session of these items, the oldest first, every other one put into the cart. */
export const sessionOf = (...ids: string[]): Interaction[] =>
  ids.map((item_id, i) => ({
    item_id,
    type: i % 2 === 0 ? 'view_item' : 'add_to_cart',
    age_minutes: (ids.length - i) ** 2,
    in_cart: i % 2 === 1,
  }));
