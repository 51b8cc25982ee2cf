import { type Static, Type } from 'typebox';

const ItemId = Type.String({ minLength: 1, maxLength: 128 });
const Pieces = Type.Integer({ minimum: 0, maximum: 1_000_000_000 });

/**
 * What a shop's webhook says of one item: pieces on hand, or only whether there are any; and, for what is ordered, the
 * columns of a stock file (trainer/README.md). What is left out stays as it was.
 */
export const StockChange = Type.Object(
  {
    item: ItemId,
    on_hand: Type.Optional(Pieces),
    in_stock: Type.Optional(Type.Boolean()),
    lead_time_days: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 365 })),
    service_level: Type.Optional(Type.Number({ minimum: 0.5, maximum: 0.999 })),
    pack_size: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000 })),
    incoming: Type.Optional(Pieces),
  },
  { additionalProperties: false },
);
export type StockChange = Static<typeof StockChange>;

/** The answer to `GET /v1/stock`, for everybody: which items are gone. How many of an item there are stays with the shop. */
export const StockAnswer = Type.Object({ gone: Type.Array(ItemId) });
export type StockAnswer = Static<typeof StockAnswer>;

/** The answer to `POST /v1/stock`: how many items were taken, and what was wrong with others, by their place. */
export const StockReceipt = Type.Object({
  taken: Type.Integer({ minimum: 0 }),
  errors: Type.Array(Type.Object({ index: Type.Integer({ minimum: 0 }), reason: Type.String() })),
});
export type StockReceipt = Static<typeof StockReceipt>;
