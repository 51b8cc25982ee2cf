import { createReadStream } from 'node:fs';
import { CatalogueError } from './catalogue-error.ts';
import { crawlSitemap } from './crawl/crawl-sitemap.ts';
import { NotFetched, type Politeness, politeFetch } from './crawl/polite-fetch.ts';
import { pagedApi, readPages } from './crawl/read-pages.ts';
import { decodeFeed } from './decode-feed.ts';
import { feedKind, readFeed } from './feeds/read-feed.ts';
import type { Found } from './product.ts';
import type { Notes } from './report.ts';

export interface SourceOptions {
  politeness: Politeness;
  maxPages: number;
  pages?: RegExp;
  onPage?: (looked: number, waiting: number) => void;
  stdin?: AsyncIterable<Uint8Array>;
}

/**
 * The products of a source: a feed in a file, on the standard input (`-`) or on the web; a sitemap; a public API of Shopify or WooCommerce;
 * or a shop, whose `/sitemap.xml` is taken.
 */
export async function openSource(source: string, notes: Notes, options: SourceOptions): Promise<AsyncIterable<Found>> {
  if (!/^https?:\/\//i.test(source)) {
    const bytes = source === '-' ? (options.stdin ?? process.stdin) : createReadStream(source);
    return readFeed(await decodeFeed(named(bytes, source)), notes);
  }
  if (!URL.canParse(source)) throw new CatalogueError(`${source} is no address of the web`);
  const get = await politeFetch(source, options.politeness);
  const api = pagedApi(source);
  if (api !== undefined) return readPages(source, api, get, notes, options.maxPages);
  const { pathname, origin } = new URL(source);
  if (pathname === '/') return crawlSitemap(`${origin}/sitemap.xml`, get, notes, options);
  const bytes = await get(source).catch((error: unknown) => {
    if (error instanceof NotFetched) throw new CatalogueError(`${source} ${error.message}.`);
    throw error;
  });
  async function* one() {
    yield bytes;
  }
  const feed = await decodeFeed(one());
  if (feedKind(feed.start) !== 'sitemap') return readFeed(feed, notes);
  const again: typeof get = (url) => (url === source ? Promise.resolve(bytes) : get(url));
  return crawlSitemap(source, again, notes, options);
}

/** The bytes, and errors that say of which file. */
async function* named(bytes: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    throw new CatalogueError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}
