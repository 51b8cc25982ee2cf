import type { CatalogueItem } from '@edgecart/protocol';
import { fetchOk, type Products, readPieces } from '@edgecart/recommender';
import { createCatalogueReader } from './catalogue-reader.ts';
import { sensitivity } from './sensitive-categories.ts';
import type { Store } from './store.ts';

export interface KeptCatalogue {
  items: Products;
  /** Whether items of a category never leave the device. */
  sensitive: (category?: string) => boolean;
}

/** A blob, which is written and read in pieces. */
interface Copy {
  file: Blob;
  keptMs: number;
}

/** Once a day is often enough. */
const copyAgeMs = 86_400_000;
const longestSliceMs = 8;
/** The first piece is an answer: it is small, to be there soon. */
const firstBytes = 8_192;
const sliceBytes = 65_536;

export const emptyCatalogue: KeptCatalogue = { items: new Map(), sensitive: sensitivity() };

/**
 * The catalogue from the shop, or, when it cannot be had, the one that was kept. Rejects when there is neither. `onFirst`
 * gets the items of its first piece, which are an answer before the others have arrived; those wait for its promise. Nothing is
 * read before `mayBegin` resolves.
 */
export async function loadCatalogue(
  given: string | CatalogueItem[],
  store: Promise<Store>,
  fetcher: typeof fetch,
  mayBegin: Promise<unknown>,
  onFirst: (catalogue: KeptCatalogue) => Promise<unknown>,
): Promise<KeptCatalogue> {
  if (typeof given !== 'string') return index(given);
  let kept: Copy | undefined;
  const reading = store.then(async (opened) => {
    kept = (await opened.readCopy('catalogue')) as Copy | undefined;
  });
  try {
    const answer = await fetchOk(given, fetcher);
    await mayBegin;
    // A store that is not open yet is being made: there is no copy in it.
    const pieces: Blob[] | undefined = kept && Date.now() - kept.keptMs < copyAgeMs ? undefined : [];
    const loaded = await read(answer, given, onFirst, (piece) => pieces?.push(new Blob([piece])));
    if (pieces !== undefined) {
      const copy: Copy = { file: new Blob(pieces), keptMs: Date.now() };
      void store.then((opened) => opened.writeCopy('catalogue', copy));
    }
    return loaded;
  } catch (error) {
    await reading;
    if (kept === undefined) throw error;
    return read(new Response(kept.file), given, onFirst);
  }
}

async function read(
  answer: Response,
  from: string,
  onFirst: (catalogue: KeptCatalogue) => Promise<unknown>,
  onPiece?: (piece: Uint8Array<ArrayBuffer>) => void,
): Promise<KeptCatalogue> {
  const reader = createCatalogueReader();
  const decoder = new TextDecoder();
  const all: CatalogueItem[] = [];
  let bytes = firstBytes;
  let sliceMs = performance.now();
  await readPieces(answer, async (piece) => {
    onPiece?.(piece);
    for (let at = 0; at < piece.length; ) {
      const slice = piece.subarray(at, at + bytes);
      const items = reader.add(decoder.decode(slice, { stream: true }));
      at += bytes;
      bytes = sliceBytes;
      if (all.length === 0 && items.length > 0) await onFirst(index(items));
      for (const item of items) all.push(item);
      // Requests go first.
      if (performance.now() - sliceMs > longestSliceMs) {
        await new Promise((resolve) => setTimeout(resolve));
        sliceMs = performance.now();
      }
    }
  });
  const { items, sensitive_categories } = reader.end();
  if (!Array.isArray(items)) throw new Error(`${from} has no list of items`);
  return index(all.concat(items), sensitive_categories);
}

function index(items: CatalogueItem[], sensitive?: readonly string[]): KeptCatalogue {
  const usable = items.filter((item) => typeof item?.item_id === 'string' && item.item_id !== '');
  // Each item comes with strings of its own; a category is one for all of its items.
  const texts = new Map<string, string | undefined>();
  for (const item of usable)
    for (const key of ['item_category', 'item_category2', 'item_brand'] as const) {
      const text = item[key];
      if (text === undefined) continue;
      item[key] = texts.get(text) ?? text;
      texts.set(text, item[key]);
    }
  return { items: new Map(usable.map((item) => [item.item_id, item])), sensitive: sensitivity(sensitive) };
}
