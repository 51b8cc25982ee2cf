import { type Static, Type } from 'typebox';

/**
 * GA4's e-commerce event names (https://developers.google.com/analytics/devguides/collection/ga4/ecommerce),
 * and our `update_cart_quantity` for a cart line whose quantity changed.
 */
export const eventNames = [
  'view_item_list',
  'select_item',
  'view_item',
  'add_to_cart',
  'remove_from_cart',
  'update_cart_quantity',
  'view_cart',
  'begin_checkout',
  'purchase',
] as const;

export const EventName = Type.Enum([...eventNames]);
export type EventName = (typeof eventNames)[number];

const text = (maxLength: number) => Type.String({ maxLength });

/** One product in an event, with GA4's item fields. Prices are per unit, in the shop's currency. */
export const Item = Type.Object({
  item_id: Type.String({ minLength: 1, maxLength: 128 }),
  item_name: Type.Optional(text(500)),
  item_brand: Type.Optional(text(200)),
  item_category: Type.Optional(text(200)),
  item_category2: Type.Optional(text(200)),
  item_category3: Type.Optional(text(200)),
  item_category4: Type.Optional(text(200)),
  item_category5: Type.Optional(text(200)),
  item_variant: Type.Optional(text(200)),
  item_list_id: Type.Optional(text(200)),
  item_list_name: Type.Optional(text(200)),
  index: Type.Optional(Type.Integer({ minimum: 0 })),
  price: Type.Optional(Type.Number({ minimum: 0 })),
  discount: Type.Optional(Type.Number({ minimum: 0 })),
  quantity: Type.Optional(Type.Integer({ minimum: 0 })),
});
export type Item = Static<typeof Item>;

/** What a shopper did, as the shop tells it. It never leaves the device. */
export const ShopperEvent = Type.Object({
  name: EventName,
  items: Type.Array(Item, { maxItems: 200 }),
  /** The shop's own id of this event, if it has one: a second event with the same id is dropped. */
  event_id: Type.Optional(text(128)),
  /** Of `purchase`: keeps a reloaded thank-you page from counting twice. Never sent. */
  transaction_id: Type.Optional(text(128)),
  currency: Type.Optional(Type.String({ minLength: 3, maxLength: 3 })),
  value: Type.Optional(Type.Number()),
});
export type ShopperEvent = Static<typeof ShopperEvent>;
