/** A product, or one variant of it, as a feed, an API or a page tells it. */
export interface FeedProduct {
  id: string;
  sku?: string;
  /** Of the product that this is a variant of. */
  group?: string;
  /** Ids of variants that are told as this one product. */
  variants?: string[];
  name?: string;
  brand?: string;
  /** From the widest to the narrowest. */
  categories: string[];
  price?: number;
  currency?: string;
  inStock?: boolean;
  url?: string;
  image?: string;
  /** How many were sold, in whatever period. */
  sales?: number;
}

/** A product and the place that it was read from: `line 12`, or a page's address. */
export interface Found {
  place: string;
  product: FeedProduct;
}
