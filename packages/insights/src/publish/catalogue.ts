/** What insights know of a product from the shop's public catalogue. */
export interface KnownItem {
  name: string;
  category: string;
  inStock: boolean;
}

/** A group of shoppers that the model tells apart, by the categories that they look at. */
export interface Persona {
  name: string;
  categories: readonly string[];
}
