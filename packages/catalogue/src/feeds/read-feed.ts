import { CatalogueError } from '../catalogue-error.ts';
import type { FeedText } from '../decode-feed.ts';
import type { Found } from '../product.ts';
import type { Notes } from '../report.ts';
import { delimiterOf, readDelimited } from './read-delimited.ts';
import { isByLine, readJsonFeed } from './read-json.ts';
import { readMerchantXml } from './read-merchant-xml.ts';

/** What a text seems to be, by its beginning. */
export type FeedKind = 'sitemap' | 'merchant-xml' | 'json' | 'delimited';

export function feedKind(start: string): FeedKind {
  const text = start.replace(/^\uFEFF/, '').trimStart();
  if (/^[[{]/.test(text)) return 'json';
  if (!text.startsWith('<')) return 'delimited';
  return /<(\w+:)?(urlset|sitemapindex)[\s>]/.test(text) ? 'sitemap' : 'merchant-xml';
}

/** The products of a feed of any kind. */
export function readFeed({ start, text }: FeedText, notes: Notes, now?: () => number): AsyncIterable<Found> {
  switch (feedKind(start)) {
    case 'json':
      return readJsonFeed(text, isByLine(start), notes, now);
    case 'merchant-xml':
      if (/^\s*<(!doctype html|html)/i.test(start))
        throw new CatalogueError(
          'This is a page in HTML, no feed: give the address of a feed, of a sitemap, or of the shop.',
        );
      return readMerchantXml(text, notes, now);
    case 'delimited':
      return readDelimited(text, delimiterOf(start), notes, now);
    case 'sitemap':
      throw new CatalogueError('A sitemap must be given by its address, so that its pages can be looked at.');
  }
}
