import type { CatalogueItem } from '@edgecart/sdk';

export const sortNames = {
  sales: 'Best sellers',
  cheapest: 'Price, lowest first',
  dearest: 'Price, highest first',
  name: 'Name',
} as const;
export type Sort = keyof typeof sortNames;

export const toSort = (value: string): Sort => (Object.hasOwn(sortNames, value) ? (value as Sort) : 'sales');

const orders: Readonly<Record<Sort, (a: CatalogueItem, b: CatalogueItem) => number>> = {
  sales: () => 0,
  cheapest: (a, b) => a.price - b.price,
  dearest: (a, b) => b.price - a.price,
  name: (a, b) => a.item_name.localeCompare(b.item_name, 'en', { numeric: true }),
};

/** The catalogue lists best sellers first, so the order that is given is the order by sales. */
export const sortItems = (items: readonly CatalogueItem[], by: Sort) => [...items].sort(orders[by]);
