import { CatalogueError } from '../catalogue-error.ts';
import { decodeFeed } from '../decode-feed.ts';
import { readFeed } from '../feeds/read-feed.ts';
import type { Found } from '../product.ts';
import type { Notes } from '../report.ts';
import { NotFetched, type PoliteFetch } from './polite-fetch.ts';

/** How a shop's public API is read page by page; `undefined` for an address that is none. */
export function pagedApi(address: string): { size: string; most: number } | undefined {
  const { pathname } = new URL(address);
  // A theme's own list of products, at most 250 a page; WooCommerce's Store API, at most 100.
  if (/\/products\.json$/.test(pathname)) return { size: 'limit', most: 250 };
  return /\/wc\/store\/(v1\/)?products\/?$/.test(pathname) ? { size: 'per_page', most: 100 } : undefined;
}

/** All products of such an API: page after page, until one has none. */
export async function* readPages(
  address: string,
  { size, most }: { size: string; most: number },
  get: PoliteFetch,
  notes: Notes,
  maxPages: number,
): AsyncGenerator<Found> {
  for (let page = 1; page <= maxPages; page++) {
    const url = new URL(address);
    url.searchParams.set(size, String(most));
    url.searchParams.set('page', String(page));
    let found = 0;
    try {
      const bytes = await get(url.href);
      for await (const { place, product } of readFeed(await decodeFeed(one(bytes)), notes)) {
        found++;
        yield { place: `page ${page}, ${place}`, product };
      }
    } catch (error) {
      if (!(error instanceof NotFetched)) throw error;
      if (page === 1) throw new CatalogueError(`${url} ${error.message}.`);
      notes.drop(url.href, 'the page could not be fetched; the products after it are missing', error.message);
      return;
    }
    if (found === 0) return;
  }
  notes.drop(address, `there are more pages than --max-pages ${maxPages}`);
}

async function* one(bytes: Uint8Array) {
  yield bytes;
}
