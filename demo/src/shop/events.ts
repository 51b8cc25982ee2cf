import type { CatalogueItem, Item } from '@edgecart/sdk';
import type { CartLine, ListPlace, PricedLine } from './cart-lines.ts';
import type { Range } from './catalogue.ts';
import { edgecart } from './edgecart.ts';

/** A product as GA4 names its fields. */
function toItem(item: CatalogueItem, more: { quantity?: number; from?: ListPlace | undefined } = {}): Item {
  return {
    item_id: item.item_id,
    item_name: item.item_name,
    price: item.price,
    item_category: item.item_category,
    ...(item.item_category2 !== undefined && { item_category2: item.item_category2 }),
    ...(item.item_brand !== undefined && { item_brand: item.item_brand }),
    ...(more.quantity !== undefined && { quantity: more.quantity }),
    ...(more.from && { item_list_id: more.from.list, index: more.from.index }),
  };
}

const currency = 'USD';
const toItems = (lines: readonly PricedLine[]) =>
  lines.map(({ item, quantity, from }) => toItem(item, { quantity, from }));

/** States the whole cart; the SDK derives what was added, removed and changed. */
export function stateCart(lines: readonly CartLine[], range: Range): void {
  edgecart(
    'cart.set',
    lines.flatMap(({ id, quantity, from }) => {
      const item = range.byId.get(id);
      return item ? [toItem(item, { quantity, from })] : [];
    }),
  );
}

export function trackList(items: readonly CatalogueItem[], list: string, firstIndex = 0): void {
  if (items.length === 0) return;
  const listed = items.map((item, at) => toItem(item, { from: { list, index: firstIndex + at } }));
  edgecart('track', { name: 'view_item_list', items: listed });
}

export function trackSelection(item: CatalogueItem, from: ListPlace): void {
  edgecart('track', { name: 'select_item', items: [toItem(item, { from })] });
}

export function trackView(item: CatalogueItem): void {
  edgecart('track', { name: 'view_item', items: [toItem(item)], currency, value: item.price });
}

export function trackCart(name: 'view_cart' | 'begin_checkout', lines: readonly PricedLine[], value: number): void {
  if (lines.length > 0) edgecart('track', { name, items: toItems(lines), currency, value });
}

export function trackPurchase(order: string, lines: readonly PricedLine[], value: number): void {
  edgecart('track', { name: 'purchase', transaction_id: order, items: toItems(lines), currency, value });
}
