import type { Rules } from './rules.ts';

/** How the suggestions of a surface come about, and its own rules. */
export interface SurfaceStrategy extends Rules {
  /** So many of the newest interactions count; 0 for what is popular with everybody. Default all. */
  newest?: number;
  /** What the shopper has seen before: nothing else, or before the suggestions. Default not at all. */
  seen?: 'only' | 'first';
  /** Only what goes with the newest product and is of another kind; empty rather than anything else. */
  complements?: boolean;
}

/** What each surface does unless the shop says otherwise; one of another name follows the session like `home`. */
export const strategies: Readonly<Record<string, SurfaceStrategy>> = {
  home: { diversity: 0.2 },
  product: { diversity: 0.1 },
  cart: { diversity: 0.15 },
  'empty-cart': { seen: 'first', diversity: 0.1 },
  'after-purchase': { diversity: 0.2 },
  // In the order in which they were seen, however alike they are.
  'recently-viewed': { seen: 'only', perCategory: Number.POSITIVE_INFINITY, stock: 'show' },
  trending: { newest: 0, diversity: 0.2 },
  'bought-together': { newest: 1, complements: true, diversity: 0.2 },
};
