import type { Edgecart, Insights, ShopperEvent } from '../api.ts';

/** Where an adapter tells what it saw: a client of `createEdgecart`, or anything with the same two calls. */
export interface Target {
  track(event: ShopperEvent): void;
  cart: Pick<Edgecart['cart'], 'set'>;
  /** Asked on thank-you pages that do not say what was bought: what lay in the cart before. */
  insights?(): Promise<{ cart: { lines: Insights['cart']['lines'] } }>;
}

/** Something on the shop's page that an adapter could not use; for the shop's developer, never thrown. */
export interface Mistake {
  /** Of the adapter: `data-layer`, `shopify-theme`, `woocommerce`, … */
  adapter: string;
  /** The place: `dataLayer[3].ecommerce.items[0]`. */
  where: string;
  /** What was wrong and what to do. */
  reason: string;
}

export interface AdapterOptions {
  /** The shop's currency, such as `EUR`: prices in another one are left out, for they cannot be compared. */
  currency?: string;
  /** From the page's id of a product to the catalogue's, where they differ: from a variant to its group, say. */
  itemId?: (id: string) => string;
  onMistake?: (mistake: Mistake) => void;
}

/** Lets go of the page. */
export type Stop = () => void;
