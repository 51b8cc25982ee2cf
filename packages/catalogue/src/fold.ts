import type { CatalogueItem } from '@edgecart/protocol';
import type { Found } from './product.ts';
import type { Notes } from './report.ts';

/** What an item of the catalogue is: a product with all its variants, or each variant, by its id or its stock-keeping unit. */
export type Ids = 'product' | 'variant' | 'sku';

export interface Folded {
  items: CatalogueItem[];
  currency: string | undefined;
  read: number;
  /** Variants that became part of an item. */
  folded: number;
  /** From the id of a variant to that of its item. */
  itemOf: Map<string, string>;
}

export interface FoldOptions {
  ids: Ids;
  /** Prices in another one are dropped. Default: the first that is found. */
  currency?: string;
  /** Pieces sold, by id of product or variant; in place of what the feed says. */
  sales?: ReadonlyMap<string, number>;
  /** Whether `itemOf` is wanted. */
  mapped?: boolean;
}

interface Group {
  item: CatalogueItem;
  sales: number;
  /** Whether the item's name and price are of a variant that can be bought. */
  ofBuyable: boolean;
}

/**
 * Folds variants into items, the best-selling first, then in the feed's order. The rule: an item has the name, brand, category, address and
 * picture of its first variant that can be bought, the lowest price among those that can be bought (where none can: of
 * the first, of all), is in stock when one of them is, and has sold what they have sold together. What says nothing of stock can be
 * bought.
 */
export async function fold(found: AsyncIterable<Found>, options: FoldOptions, notes: Notes): Promise<Folded> {
  const groups = new Map<string, Group>();
  const seen = new Set<string>();
  const itemOf = new Map<string, string>();
  const texts = new Map<string, string>();
  let currency = options.currency?.toUpperCase();
  let read = 0;
  let folded = 0;
  /** Categories and brands come again and again: one string each is enough. */
  const shared = (text: string): string => {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return known ?? text;
  };

  for await (const { place, product } of found) {
    read++;
    const { id, name, price, categories } = product;
    if (id.length > 128) {
      notes.drop(place, 'the id is longer than 128 characters', id.slice(0, 60));
      continue;
    }
    if (seen.has(id)) {
      notes.drop(place, 'the id was there before: ids must be unique', id);
      continue;
    }
    if (name === undefined) {
      notes.drop(place, 'no name: give a title', id);
      continue;
    }
    if (price === undefined) {
      notes.drop(place, 'no price', id);
      continue;
    }
    if (product.currency !== undefined) {
      currency ??= product.currency;
      if (product.currency !== currency) {
        notes.drop(
          place,
          `the price is in another currency than ${currency}: see --currency`,
          `${id}: ${product.currency}`,
        );
        continue;
      }
    }
    seen.add(id);
    const key = keyOf(product, options.ids);
    if (key.length > 128) {
      notes.drop(place, 'the id is longer than 128 characters', key.slice(0, 60));
      continue;
    }
    if (categories.length === 0) notes.mend(place, 'no category: `Other` was taken', id);
    if (options.mapped) for (const each of [id, ...(product.variants ?? [])]) if (each !== key) itemOf.set(each, key);
    const sold = options.sales ? (options.sales.get(id) ?? 0) : (product.sales ?? 0);
    const buyable = product.inStock !== false;
    const [first = 'Other', second] = categories;
    const item: CatalogueItem = {
      item_id: key,
      item_name: name,
      price,
      item_category: shared(first),
      ...(second !== undefined && { item_category2: shared(second) }),
      ...(product.brand !== undefined && { item_brand: shared(product.brand) }),
      ...(!buyable && { in_stock: false }),
      ...(product.url !== undefined && { url: product.url }),
      ...(product.image !== undefined && { image: product.image }),
    };
    const group = groups.get(key);
    if (group === undefined) {
      const ofKey = options.sales && key !== id ? (options.sales.get(key) ?? 0) : 0;
      groups.set(key, { item, sales: sold + ofKey, ofBuyable: buyable });
      continue;
    }
    folded++;
    group.sales += sold;
    if (buyable && !group.ofBuyable) {
      group.item = item;
      group.ofBuyable = true;
    } else if (buyable === group.ofBuyable) group.item.price = Math.min(group.item.price, price);
  }

  const items = [...groups.values()].sort((a, b) => b.sales - a.sales).map(({ item }) => item);
  return { items, currency, read, folded, itemOf };
}

function keyOf({ id, sku, group }: Found['product'], ids: Ids): string {
  if (ids === 'product') return group ?? id;
  return ids === 'sku' ? (sku ?? id) : id;
}
