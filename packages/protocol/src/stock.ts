import { type Static, Type } from 'typebox';

const ItemId = Type.String({ minLength: 1, maxLength: 128 });

/** What a shop's webhook says of one item: pieces on hand, or only whether there are any. */
export const StockChange = Type.Object(
  {
    item: ItemId,
    on_hand: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
    in_stock: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type StockChange = Static<typeof StockChange>;

/** The answer to `GET /v1/stock`, for everybody: which items are gone. How many of an item there are stays with the shop. */
export const StockAnswer = Type.Object({ gone: Type.Array(ItemId) });
export type StockAnswer = Static<typeof StockAnswer>;

/** Items that may be named at most: what is said of others is refused. */
export const maxStockItems = 200_000;
