import { writeFile } from 'node:fs/promises';
import { CatalogueError } from './catalogue-error.ts';
import { usualPoliteness } from './crawl/polite-fetch.ts';
import { fold, type Ids } from './fold.ts';
import { openSource, type SourceOptions } from './open-source.ts';
import { readSales } from './read-sales.ts';
import { createNotes, type Report } from './report.ts';
import { writeCatalogue } from './write-catalogue.ts';

export interface CatalogueOptions extends Partial<SourceOptions> {
  /** A file, `-`, or an address: of a feed, a sitemap, a shop's API, or a shop. */
  source: string;
  /** Where `catalogue.json` goes. */
  out: string;
  ids?: Ids;
  currency?: string;
  /** A CSV file of id and pieces sold. */
  sales?: string;
  sensitive?: string[];
  /** A file for the map from variants to items. */
  variants?: string;
}

/** Makes `catalogue.json`. Rejects with a `CatalogueError` when there is nothing to make it of; then nothing is written. */
export async function makeCatalogue(options: CatalogueOptions): Promise<Report> {
  const notes = createNotes();
  const sales = options.sales === undefined ? undefined : await readSales(options.sales, notes);
  const found = await openSource(options.source, notes, { politeness: usualPoliteness, maxPages: 20_000, ...options });
  const { items, currency, read, folded, itemOf } = await fold(
    found,
    {
      ids: options.ids ?? 'product',
      mapped: options.variants !== undefined,
      ...(options.currency !== undefined && { currency: options.currency }),
      ...(sales && { sales }),
    },
    notes,
  );
  const report: Report = {
    read,
    written: items.length,
    folded,
    dropped: notes.dropped(),
    mended: notes.mended(),
  };
  if (items.length === 0) {
    const [worst] = report.dropped;
    const why = worst === undefined ? 'Is it a product feed?' : `Most often: ${worst.reason} (${worst.examples[0]}).`;
    throw new CatalogueError(`${options.source} has no usable product. ${why}`);
  }
  await writeCatalogue(options.out, { items, currency, sensitive: options.sensitive ?? [] });
  if (options.variants !== undefined)
    await writeFile(options.variants, `${JSON.stringify(Object.fromEntries(itemOf))}\n`);
  return report;
}
