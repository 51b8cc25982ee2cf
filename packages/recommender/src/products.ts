import type { CatalogueItem } from '@edgecart/protocol';

/** The catalogue's items by id, in the shop's own order: a `Map` of them, or something smaller. */
export interface Products extends Pick<ReadonlyMap<string, CatalogueItem>, 'get' | 'has' | 'size'> {
  keys(): Iterable<string>;
  /** Where it is faster than the whole item. */
  traits?(id: string): Traits | undefined;
  /** The ids of a category, in the shop's order. */
  alike?(category: string): string[];
}

/** What the choice of suggestions asks of an item. */
export interface Traits {
  item_category?: string | undefined;
  item_category2?: string | undefined;
  in_stock?: boolean | undefined;
}

/** The narrower category, where the shop has two. */
export const categoryOf = (item: Traits | undefined): string | undefined => item?.item_category2 ?? item?.item_category;

/** A model may outlive a product: with a catalogue at hand, what it lacks is gone from the shop. */
export const isSold = ({ size }: Products, item: Traits | undefined): boolean =>
  size === 0 || (item !== undefined && item.in_stock !== false);
