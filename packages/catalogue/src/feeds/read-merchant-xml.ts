import { SaxesParser } from 'saxes';
import type { Found } from '../product.ts';
import type { Notes } from '../report.ts';
import { mendAmpersands } from './mend-ampersands.ts';
import { fieldName, productOfFields } from './product-of-fields.ts';

/** So long a value is no field of a product, but a mistake in the markup. */
const longestField = 100_000;

/**
 * Products of a merchant feed in RSS 2.0 or Atom 1.0 (https://support.google.com/merchants/answer/14987622), as the text
 * arrives. Broken markup is told by its line, and costs the product that it is in at most.
 */
export async function* readMerchantXml(
  text: AsyncIterable<string>,
  notes: Notes,
  now: () => number = Date.now,
): AsyncGenerator<Found> {
  let ready: Found[] = [];
  let fields: Record<string, unknown> | undefined;
  let startLine = 0;
  let field: { name: string; depth: number; text: string } | undefined;
  let depth = 0;
  const parser = new SaxesParser({ position: true });

  parser.on('opentag', ({ name, attributes }) => {
    depth++;
    if (name === 'item' || name === 'entry') {
      if (fields !== undefined) notes.drop(`line ${startLine}`, 'the product has no end: close <item> or <entry>');
      fields = {};
      startLine = parser.line;
      field = undefined;
    } else if (fields !== undefined && field === undefined) {
      // Atom has a link as an attribute.
      field = { name: fieldName(name), depth, text: typeof attributes.href === 'string' ? attributes.href : '' };
    }
  });
  const take = (piece: string) => {
    if (field !== undefined && field.text.length < longestField) field.text += piece;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', ({ name }) => {
    if (fields !== undefined && (name === 'item' || name === 'entry')) {
      const place = `line ${startLine}`;
      const product = productOfFields(fields, now);
      if (typeof product === 'string') notes.drop(place, product);
      else ready.push({ place, product });
      fields = undefined;
      field = undefined;
    } else if (fields !== undefined && field !== undefined && field.depth === depth) {
      const before = fields[field.name];
      const value = field.text.trim();
      // What is told twice is a list; a shipping price within an element of its own is not the price.
      fields[field.name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
      field = undefined;
    }
    depth--;
  });
  parser.on('error', (error) => {
    const [, line, reason = error.message] = /^(\d+):\d+: (.*)$/s.exec(error.message) ?? [];
    notes.mend(`line ${line ?? parser.line}`, `the XML is broken: ${reason.replace(/:.*$/s, '')}`);
  });

  const stray = (line: number) =>
    notes.mend(`line ${line}`, 'an & stands alone: write it as &amp;, or put the text into <![CDATA[ ]]>');
  for await (const piece of mendAmpersands(text, stray)) {
    parser.write(piece);
    yield* ready;
    ready = [];
  }
  parser.close();
  if (fields !== undefined) notes.drop(`line ${startLine}`, 'the feed ends within the product: it was cut off');
  yield* ready;
}
