import type { Found } from '../product.ts';
import type { Notes } from '../report.ts';
import { productsOfObject } from './product-of-object.ts';
import { splitObjects } from './split-objects.ts';

/** Products of a JSON feed, one object after the other as the text arrives; a broken object costs itself only. */
export async function* readJsonFeed(
  text: AsyncIterable<string>,
  byLine: boolean,
  notes: Notes,
  now: () => number = Date.now,
): AsyncGenerator<Found> {
  const broken = (line: number, reason: string) => notes.drop(`line ${line}`, `the JSON is broken: ${reason}`);
  for await (const { line, text: object } of splitObjects(text, byLine, broken)) {
    const place = `line ${line}`;
    let value: unknown;
    try {
      value = JSON.parse(object);
    } catch (error) {
      notes.drop(place, 'the JSON is broken', String(error).slice(0, 160));
      continue;
    }
    const products = productsOfObject(value, now);
    if (typeof products === 'string') notes.drop(place, products);
    else for (const product of products) yield { place, product };
  }
}

/** Whether a document has one object a line: its first line is a whole object, and another follows. */
export function isByLine(start: string): boolean {
  const lines = start.trimStart().split('\n');
  if (lines.length < 2 || !lines[1]?.trimStart().startsWith('{')) return false;
  try {
    JSON.parse(lines[0] ?? '');
    return true;
  } catch {
    return false;
  }
}
