import { type Static, Type } from 'typebox';

const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });

/** One thing the shopper did to one item, as the encoder sees it. */
export const Interaction = Type.Object({
  item_id: Type.String(),
  type: Type.String(),
  /** Minutes between the interaction and now. */
  age_minutes: Type.Number({ minimum: 0 }),
  /** Whether the item lies in the cart now. */
  in_cart: Type.Boolean(),
});
export type Interaction = Static<typeof Interaction>;

/** A session and the top 20 that the trainer computed for it, over the whole catalogue with nothing filtered out. */
export const GoldenExample = Type.Object({
  session: Type.Array(Interaction),
  top: Type.Array(Type.Object({ item_id: Type.String(), score: Type.Number() })),
});
export type GoldenExample = Static<typeof GoldenExample>;

export const modelFormat = 'edgecart-model/2';

/** What stands beside `model.safetensors`. The trainer's docs/model-format.md describes each tensor. */
export const ModelManifest = Type.Object({
  format: Type.Literal(modelFormat),
  /** SHA-256 of `model.safetensors`; also the name of the folder. */
  version: Sha256,
  file: Type.Literal('model.safetensors'),
  bytes: Type.Integer({ minimum: 8 }),
  /** Item ids, in the order of the rows. Their SHA-256 (joined by line feeds) is in the file's metadata. */
  items: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
  /** Names that the tensor `item_categories` points into. */
  categories: Type.Array(Type.String()),
  dimensions: Type.Integer({ minimum: 1 }),
  /**
   * Version of the model whose item vectors these go on from: what a device has learned of its shopper keeps its meaning.
   * Without it, the vectors can be compared with no other model's.
   */
  space: Type.Optional(Sha256),
  encoder: Type.Object({
    /** Only so many newest interactions are read. */
    max_length: Type.Integer({ minimum: 1 }),
    /** Rows of the tensor `encoder.event_type`; an unknown type is read as the first. */
    event_types: Type.Array(Type.String(), { minItems: 1 }),
    age_buckets: Type.Integer({ minimum: 1 }),
  }),
  blend: Type.Object({
    temperature: Type.Number({ exclusiveMinimum: 0 }),
    popularity: Type.Number({ minimum: 0 }),
    /** How much the item graph counts beside the likeness. */
    graph: Type.Number({ minimum: 0 }),
    /** After so many interactions, one speaks through the item graph with 1 / e of its weight. */
    decay: Type.Number({ exclusiveMinimum: 0 }),
    /** Added to the score of the newest interaction's item, and to that of the session's other items. */
    repeat: Type.Array(Type.Number(), { minItems: 2, maxItems: 2 }),
  }),
  personas: Type.Array(Type.Object({ name: Type.String(), categories: Type.Array(Type.String()) })),
  /** As in the file; readers reserve memory by the `dtype` of `item_vectors`. */
  tensors: Type.Record(
    Type.String(),
    Type.Object({ dtype: Type.String(), shape: Type.Array(Type.Integer({ minimum: 0 })) }),
  ),
  /** Measured on held-out data; names such as `hit_rate_at_10`. */
  metrics: Type.Record(Type.String(), Type.Number()),
  /** What it was trained on, for people. */
  trained_on: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  golden: Type.Array(GoldenExample),
});
export type ModelManifest = Static<typeof ModelManifest>;

/**
 * A new model that is tried out beside the current one. Each device draws once whether it takes this version, without an
 * id; less than one device in a hundred would make the version in its records tell too much of whose they are.
 */
export const Canary = Type.Object({ version: Sha256, share: Type.Number({ minimum: 0.01, maximum: 1 }) });
export type Canary = Static<typeof Canary>;

/** `latest.json`: the current version, and, while a new one is tried out, the share of browsers that take that one. */
export const LatestModel = Type.Object({ version: Sha256, canary: Type.Optional(Canary) });
export type LatestModel = Static<typeof LatestModel>;

/** A product of the shop's public catalogue: what suggestions are shown with, and what gaps in events are filled from. */
export const CatalogueItem = Type.Object({
  item_id: Type.String({ minLength: 1, maxLength: 128 }),
  item_name: Type.String(),
  price: Type.Number({ minimum: 0 }),
  item_category: Type.String(),
  item_category2: Type.Optional(Type.String()),
  item_brand: Type.Optional(Type.String()),
  /** `false`: known, but not to be suggested now. */
  in_stock: Type.Optional(Type.Boolean()),
  /** The product's page and its picture; what is relative is so to the page that shows it. */
  url: Type.Optional(Type.String({ maxLength: 2_000 })),
  image: Type.Optional(Type.String({ maxLength: 2_000 })),
});
export type CatalogueItem = Static<typeof CatalogueItem>;

/** `catalogue.json`. */
export const Catalogue = Type.Object({
  items: Type.Array(CatalogueItem),
  /** Categories whose items never leave the device in a record. */
  sensitive_categories: Type.Optional(Type.Array(Type.String())),
  /** Of all prices, such as `EUR`. */
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
});
export type Catalogue = Static<typeof Catalogue>;
