import type { CatalogueItem } from '@edgecart/sdk';

/** The shop's range, best-selling product first. */
export interface Range {
  items: readonly CatalogueItem[];
  byId: ReadonlyMap<string, CatalogueItem>;
  /** Aisles, the one with the best-selling product first. */
  aisles: readonly { name: string; items: readonly CatalogueItem[] }[];
}

export function arrangeRange(items: readonly CatalogueItem[]): Range {
  const aisles = new Map<string, CatalogueItem[]>();
  for (const item of items) {
    const shelf = aisles.get(item.item_category);
    if (shelf) shelf.push(item);
    else aisles.set(item.item_category, [item]);
  }
  return {
    items,
    byId: new Map(items.map((item) => [item.item_id, item])),
    aisles: [...aisles].map(([name, shelf]) => ({ name, items: shelf })),
  };
}

export async function loadRange(): Promise<Range> {
  const response = await fetch('/catalogue.json');
  if (!response.ok) throw new Error(`The catalogue could not be loaded: ${response.status} ${response.url}`);
  const { items } = (await response.json()) as { items: CatalogueItem[] };
  return arrangeRange(items);
}

/** The best-selling product of each kind, so that a row of products shows the breadth of the shop. */
export function onePerKind(items: readonly CatalogueItem[], count: number): CatalogueItem[] {
  const kinds = new Set<string>();
  const chosen: CatalogueItem[] = [];
  for (const item of items) {
    const kind = item.item_category2 ?? item.item_category;
    if (kinds.has(kind) || item.in_stock === false) continue;
    kinds.add(kind);
    chosen.push(item);
    if (chosen.length === count) break;
  }
  return chosen;
}
