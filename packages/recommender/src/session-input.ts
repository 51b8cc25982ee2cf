import type { Interaction } from '@edgecart/protocol';
import type { Model } from './model.ts';

/** The newest interactions with items that the model knows, oldest first, as indices into its tensors. */
export interface SessionInput {
  rows: Uint32Array;
  types: Uint8Array;
  ages: Uint8Array;
  cart: Uint8Array;
}

/** What the encoder reads of a session; `rows` is empty when the model knows none of its items. */
export function sessionInput(model: Model, session: readonly Interaction[]): SessionInput {
  const { max_length, event_types, age_buckets } = model.manifest.encoder;
  const known = session.filter((interaction) => model.rowOf.has(interaction.item_id)).slice(-max_length);
  return {
    rows: Uint32Array.from(known, ({ item_id }) => model.rowOf.get(item_id) ?? 0),
    types: Uint8Array.from(known, ({ type }) => Math.max(0, event_types.indexOf(type))),
    ages: Uint8Array.from(known, ({ age_minutes }) =>
      Math.min(age_buckets - 1, Math.floor(Math.log2(1 + Math.max(0, age_minutes)))),
    ),
    cart: Uint8Array.from(known, ({ in_cart }) => (in_cart ? 1 : 0)),
  };
}
