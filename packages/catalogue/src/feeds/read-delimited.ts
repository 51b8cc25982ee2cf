import { Readable } from 'node:stream';
import { type CastingContext, type CsvError, parse } from 'csv-parse';
import type { Found } from '../product.ts';
import type { Notes } from '../report.ts';
import { mendQuotes } from './mend-quotes.ts';
import { fieldName, productOfFields } from './product-of-fields.ts';

/** A line longer than this is no product. */
const longestRecord = 1_000_000;

/** Products of a feed in CSV or TSV whose first line names the columns. A broken line is told, and costs itself only. */
export async function* readDelimited(
  text: AsyncIterable<string>,
  delimiter: string,
  notes: Notes,
  now: () => number = Date.now,
): AsyncGenerator<Found> {
  const onOpen = (line: number) =>
    notes.drop(`line ${line}`, 'a quote is not closed: write a quote within a value twice ("")');
  const parser = Readable.from(delimiter === '\t' ? text : mendQuotes(text, delimiter, onOpen)).pipe(
    parse({
      bom: true,
      columns: (header: string[]) => header.map(fieldName),
      delimiter,
      info: true,
      max_record_size: longestRecord,
      // Shops write tab-separated texts with quotes in them that are none.
      quote: delimiter === '\t' ? null : '"',
      // A quote within a value that does not begin with one is meant as it stands.
      relax_quotes: true,
      relax_column_count_less: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: (error: CsvError | undefined) => {
        notes.drop(`line ${error?.lines ?? '?'}`, brokenLine(error?.code), error?.message.slice(0, 160));
        return undefined;
      },
    }),
  );
  for await (const { record, info } of parser as AsyncIterable<{
    record: Record<string, string>;
    info: CastingContext;
  }>) {
    const place = `line ${info.lines}`;
    const product = productOfFields(record, now);
    if (typeof product === 'string') notes.drop(place, product);
    else yield { place, product };
  }
}

function brokenLine(code: string | undefined): string {
  if (code?.includes('COLUMN') || code?.includes('RECORD_INCONSISTENT'))
    return 'more values than columns: put values with a separator in quotes';
  return 'the line is broken';
}

/** The separator of a feed: the one that its first line has most of. */
export function delimiterOf(start: string): string {
  const line = start.split(/\r?\n/, 1)[0] ?? '';
  const counts = ['\t', ';', '|', ','].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).delimiter;
}
