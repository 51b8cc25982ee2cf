import { parseArgs } from 'node:util';
import { usualPoliteness } from './crawl/polite-fetch.ts';
import type { CatalogueOptions } from './make-catalogue.ts';

export type Command = { kind: 'help' } | { kind: 'make'; options: CatalogueOptions; report?: string; quiet: boolean };

/** A wrong option; the message names it. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export const usage = `edgecart-catalogue <source> [options]

Makes catalogue.json out of
  a product feed   a file, an address or - (standard input): Google Merchant XML (RSS, Atom), CSV, TSV, JSON; also gzipped
  a shop's API     https://shop/products.json (Shopify), https://shop/wp-json/wc/store/v1/products (WooCommerce)
  a sitemap        https://shop/sitemap.xml, or just https://shop/: its product pages' JSON-LD

  --out <file>             where the catalogue goes (catalogue.json)
  --ids <kind>             what an item is: product (variants folded into one), variant, sku (product)
  --variants <file>        also write which variant became part of which item
  --currency <code>        drop prices in another currency (the first that is found)
  --sales <file.csv>       id, pieces sold: the best-selling come first
  --sensitive <category>   its items are never named in what leaves a device; may be given several times
  --report <file>          what was dropped and mended, as JSON
  --quiet                  print nothing unless it fails
 of a sitemap or an API:
  --pages <pattern>        only pages whose address fits this regular expression
  --max-pages <n>          look at no more (20000)
  --delay-ms <n>           pause between two requests (${usualPoliteness.delayMs}); robots.txt may ask for more
  --help                   this text`;

export function parseCommandLine(args: string[]): Command {
  const { values, positionals } = read(args);
  if (values.help) return { kind: 'help' };
  const [source, ...more] = positionals;
  if (source === undefined) throw new UsageError('no source is given: a file, an address, or - for the standard input');
  if (more.length > 0) throw new UsageError(`one source only, not ${positionals.length}: ${positionals.join(' ')}`);
  const { ids } = values;
  if (ids !== undefined && ids !== 'product' && ids !== 'variant' && ids !== 'sku')
    throw new UsageError(`--ids must be product, variant or sku, not ${ids}`);
  if (values.currency !== undefined && !/^[A-Za-z]{3}$/.test(values.currency))
    throw new UsageError(`--currency must be a code of three letters such as EUR, not ${values.currency}`);
  const delayMs = whole('--delay-ms', values['delay-ms'], 0);
  const maxPages = whole('--max-pages', values['max-pages'], 1);
  const options: CatalogueOptions = {
    source,
    out: values.out ?? 'catalogue.json',
    ...(ids !== undefined && { ids }),
    ...(values.variants !== undefined && { variants: values.variants }),
    ...(values.currency !== undefined && { currency: values.currency }),
    ...(values.sales !== undefined && { sales: values.sales }),
    ...(values.sensitive !== undefined && { sensitive: values.sensitive }),
    ...(values.pages !== undefined && { pages: pattern(values.pages) }),
    ...(maxPages !== undefined && { maxPages }),
    ...(delayMs !== undefined && { politeness: { ...usualPoliteness, delayMs } }),
  };
  return {
    kind: 'make',
    options,
    ...(values.report !== undefined && { report: values.report }),
    quiet: values.quiet === true,
  };
}

function read(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        ids: { type: 'string' },
        variants: { type: 'string' },
        currency: { type: 'string' },
        sales: { type: 'string' },
        sensitive: { type: 'string', multiple: true },
        report: { type: 'string' },
        quiet: { type: 'boolean' },
        pages: { type: 'string' },
        'max-pages': { type: 'string' },
        'delay-ms': { type: 'string' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function whole(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new UsageError(`${name} must be a whole number of at least ${least}, not ${text}`);
  return value;
}

function pattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new UsageError(`--pages must be a regular expression, not ${text}`);
  }
}
