import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { CatalogueError } from './catalogue-error.ts';
import { decodeFeed } from './decode-feed.ts';
import { delimiterOf } from './feeds/read-delimited.ts';
import type { Notes } from './report.ts';

/** Pieces sold, by id: a CSV file whose first column is an id of product or variant and whose second a number. A header may be there. */
export async function readSales(path: string, notes: Notes): Promise<Map<string, number>> {
  const sold = new Map<string, number>();
  try {
    const { start, text } = await decodeFeed(createReadStream(path));
    const rows = Readable.from(text).pipe(
      parse({ bom: true, delimiter: delimiterOf(start), relax_column_count: true, skip_empty_lines: true, trim: true }),
    );
    let line = 0;
    for await (const [id, pieces] of rows as AsyncIterable<string[]>) {
      line++;
      const number = Number(pieces);
      if (id && pieces && Number.isFinite(number) && number >= 0) sold.set(id, (sold.get(id) ?? 0) + number);
      else if (line > 1) notes.drop(`${path} line ${line}`, 'sales: not an id and a number of pieces');
    }
  } catch (error) {
    throw new CatalogueError(
      `${path}: ${error instanceof Error ? error.message : error}. Give a CSV file of id and pieces.`,
    );
  }
  return sold;
}
