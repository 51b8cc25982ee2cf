import type { CatalogueItem, Recommendation, RecommendationSource } from '../api.ts';

/** A suggestion on its way to a surface; also what the shop has pinned, and what the shopper has seen before. */
export interface SurfaceItem extends Omit<Recommendation, 'source'> {
  source: RecommendationSource | 'pinned' | 'seen';
}

/** Names items: an id, a category (either level), a brand, or whatever a function says of them. */
export type Match =
  | string
  | { category: string; brand?: never }
  | { brand: string; category?: never }
  | ((item: SurfaceItem) => boolean);

/** Holds a place, 0 being the first. Of an id that is not among the suggestions, the whole item must be given to be shown. */
export interface Pin {
  item: string | CatalogueItem;
  place: number;
}

/** What the shop wants of a surface beside the best suggestions. */
export interface Rules {
  pin?: readonly Pin[];
  /** Never shown, pinned or not. */
  exclude?: readonly Match[];
  /** Shown only where nothing else is left, and behind all else. */
  bury?: readonly Match[];
  /**
   * Lifts what earns more: an item's place counts (1 + `weight` × margin) times as much. A margin is a share of the price,
   * 0 to 1; what is unknown counts as 0.
   */
  margin?: { weight: number; of: Readonly<Record<string, number>> | ((item: SurfaceItem) => number | undefined) };
  /** What becomes of items out of stock. Default `hide`. */
  stock?: 'hide' | 'bury' | 'show';
  /** At most so many of one category (the narrower, where there are two), pins counted. Default: 40 %, if there is more. */
  perCategory?: number;
  /** How much unlikeness counts against the suggestions' own order: 0 not at all, 1 nothing else. */
  diversity?: number;
}

/** Rules of all surfaces, and those of one: lists add up, of the rest the surface's own counts. */
export function joinRules(all: Rules, own: Rules): Rules {
  return {
    ...all,
    ...own,
    pin: [...(own.pin ?? []), ...(all.pin ?? [])],
    exclude: [...(all.exclude ?? []), ...(own.exclude ?? [])],
    bury: [...(all.bury ?? []), ...(own.bury ?? [])],
  };
}

export function matches(item: SurfaceItem, rules: readonly Match[] = []): boolean {
  return rules.some((rule) => {
    if (typeof rule === 'string') return rule === item.item_id;
    if (typeof rule === 'function') return rule(item);
    if (rule.category !== undefined)
      return rule.category === item.item?.item_category || rule.category === item.item?.item_category2;
    return rule.brand === item.item?.item_brand;
  });
}

/** The narrower category, where the shop has two. */
export const categoryOf = ({ item }: SurfaceItem): string | undefined => item?.item_category2 ?? item?.item_category;
