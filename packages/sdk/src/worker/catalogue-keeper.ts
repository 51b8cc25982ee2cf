import type { Catalogue, CatalogueItem } from '@edgecart/protocol';
import type { Store } from './store.ts';

export interface KeptCatalogue {
  items: ReadonlyMap<string, CatalogueItem>;
  sensitive: ReadonlySet<string>;
}

interface Copy {
  text: string;
  keptMs: number;
}

const copyDelayMs = 5_000;

export const emptyCatalogue: KeptCatalogue = { items: new Map(), sensitive: new Set() };

/** The catalogue from the shop, or, when it cannot be had, the one that was kept. Rejects when there is neither. */
export async function loadCatalogue(
  given: string | CatalogueItem[],
  store: () => Store,
  fetcher: typeof fetch,
): Promise<KeptCatalogue> {
  if (typeof given !== 'string') return index({ items: given }, 'catalogue');
  try {
    const answer = await fetcher(given, { credentials: 'omit' });
    if (!answer.ok) throw new Error(`${given} answered ${answer.status}`);
    const text = await answer.text();
    const indexed = index(JSON.parse(text), given);
    // Later and as text: copying a large one as objects would hold up the first answers. Once a day is often enough.
    setTimeout(() => void keepCopy(text, store()), copyDelayMs);
    return indexed;
  } catch (error) {
    const kept = (await store().readCopy('catalogue')) as Copy | undefined;
    if (kept === undefined) throw error;
    return index(JSON.parse(kept.text), given);
  }
}

async function keepCopy(text: string, store: Store): Promise<void> {
  const kept = (await store.readCopy('catalogue')) as Copy | undefined;
  const keptMs = Date.now();
  if (kept === undefined || keptMs - kept.keptMs > 86_400_000) await store.writeCopy('catalogue', { text, keptMs });
}

function index({ items, sensitive_categories }: Catalogue, from: string): KeptCatalogue {
  if (!Array.isArray(items)) throw new Error(`${from} has no list of items`);
  const usable = items.filter((item) => typeof item?.item_id === 'string' && item.item_id !== '');
  return { items: new Map(usable.map((item) => [item.item_id, item])), sensitive: new Set(sensitive_categories) };
}
