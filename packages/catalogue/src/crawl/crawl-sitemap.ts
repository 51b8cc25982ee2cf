import { CatalogueError } from '../catalogue-error.ts';
import { decodeFeed } from '../decode-feed.ts';
import type { Found } from '../product.ts';
import type { Notes } from '../report.ts';
import { NotFetched, type PoliteFetch } from './polite-fetch.ts';
import { productsOfPage } from './products-of-page.ts';
import { readSitemap } from './read-sitemap.ts';

export interface CrawlOptions {
  /** Pages to look at, at most. */
  maxPages: number;
  /** Only pages whose address fits. */
  pages?: RegExp;
  onPage?: (looked: number, waiting: number) => void;
}

const maxSitemaps = 200;
/** After so many pages in a row that could not be had, the shop does not want to be looked at now. */
const failuresInARow = 20;

/** The products of all pages that a sitemap, or an index of sitemaps, names. */
export async function* crawlSitemap(
  start: string,
  get: PoliteFetch,
  notes: Notes,
  options: CrawlOptions,
): AsyncGenerator<Found> {
  const pages = await pagesOf(start, get, notes, options.pages);
  if (pages.length > options.maxPages)
    notes.drop(start, `the sitemap names more pages than --max-pages ${options.maxPages}`, `${pages.length} pages`);
  let failures = 0;
  let withProducts = 0;
  const wanted = pages.slice(0, options.maxPages);
  for (const [at, url] of wanted.entries()) {
    options.onPage?.(at, wanted.length - at);
    try {
      const bytes = await get(url);
      failures = 0;
      const found = productsOfPage(new TextDecoder().decode(bytes), url, notes);
      if (found.length > 0) withProducts++;
      yield* found;
    } catch (error) {
      if (!(error instanceof NotFetched)) throw error;
      notes.drop(url, 'the page could not be fetched', error.message);
      if (++failures < failuresInARow) continue;
      notes.drop(url, 'the rest of the sitemap was not looked at: too many pages in a row could not be fetched');
      return;
    }
  }
  if (withProducts === 0)
    throw new CatalogueError(
      `None of ${wanted.length} pages of ${start} has JSON-LD of a product. Give a product feed instead, or narrow --pages.`,
    );
}

async function pagesOf(start: string, get: PoliteFetch, notes: Notes, fit: RegExp | undefined): Promise<string[]> {
  const pages = new Set<string>();
  const seen = new Set([start]);
  const waiting = [start];
  for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
    try {
      const bytes = await get(url);
      const sitemap = readSitemap(await textOf(bytes));
      for (const page of sitemap.pages) if (fit === undefined || fit.test(page)) pages.add(page);
      for (const next of sitemap.sitemaps)
        if (!seen.has(next) && seen.size < maxSitemaps) {
          seen.add(next);
          waiting.push(next);
        }
    } catch (error) {
      if (!(error instanceof NotFetched)) throw error;
      if (url === start) throw new CatalogueError(`${url} ${error.message}. Is this the address of the sitemap?`);
      notes.drop(url, 'the sitemap could not be fetched', error.message);
    }
  }
  if (pages.size === 0) throw new CatalogueError(`${start} names no page${fit ? ' that fits --pages' : ''}.`);
  return [...pages];
}

async function textOf(bytes: Uint8Array): Promise<string> {
  async function* one() {
    yield bytes;
  }
  const { text } = await decodeFeed(one());
  let all = '';
  for await (const piece of text) all += piece;
  return all;
}
