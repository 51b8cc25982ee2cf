import type { CatalogueItem } from '@edgecart/sdk';

/** `White bread, 20 oz` is shown as a title and a size. */
export function splitName(name: string): { title: string; size: string } {
  const comma = name.indexOf(', ');
  return comma < 0 ? { title: name, size: '' } : { title: name.slice(0, comma), size: name.slice(comma + 2) };
}

/** Brand and size in one line, as far as they are known. */
export function describe(item: CatalogueItem): string {
  return [item.item_brand, splitName(item.item_name).size].filter(Boolean).join(' · ');
}
