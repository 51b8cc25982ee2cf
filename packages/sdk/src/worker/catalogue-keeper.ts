import type { Catalogue, CatalogueItem } from '@edgecart/protocol';
import type { Store } from './store.ts';

export interface KeptCatalogue {
  items: ReadonlyMap<string, CatalogueItem>;
  sensitive: ReadonlySet<string>;
}

export const emptyCatalogue: KeptCatalogue = { items: new Map(), sensitive: new Set() };

/** The catalogue from the shop, or, when it cannot be had, the one that was kept. Rejects when there is neither. */
export async function loadCatalogue(
  given: string | CatalogueItem[],
  store: Store,
  fetcher: typeof fetch,
): Promise<KeptCatalogue> {
  if (typeof given !== 'string') return index({ items: given });
  try {
    const answer = await fetcher(given, { credentials: 'omit' });
    if (!answer.ok) throw new Error(`${given} answered ${answer.status}`);
    const catalogue = (await answer.json()) as Catalogue;
    if (!Array.isArray(catalogue?.items)) throw new Error(`${given} has no list of items`);
    const indexed = index(catalogue);
    void store.writeCopy('catalogue', catalogue);
    return indexed;
  } catch (error) {
    const kept = (await store.readCopy('catalogue')) as Catalogue | undefined;
    if (kept === undefined) throw error;
    return index(kept);
  }
}

function index({ items, sensitive_categories }: Catalogue): KeptCatalogue {
  const usable = items.filter((item) => typeof item?.item_id === 'string' && item.item_id !== '');
  return { items: new Map(usable.map((item) => [item.item_id, item])), sensitive: new Set(sensitive_categories) };
}
