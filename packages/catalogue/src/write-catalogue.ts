import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { CatalogueItem } from '@edgecart/protocol';

export interface CatalogueFile {
  items: readonly CatalogueItem[];
  currency?: string | undefined;
  sensitive?: readonly string[];
}

const itemsAPiece = 1_000;

/** Writes `catalogue.json`, one item a line, by one rename: a browser never sees half of it. */
export async function writeCatalogue(path: string, content: CatalogueFile): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  try {
    await pipeline(pieces(content), createWriteStream(unfinished, 'utf8'));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** What browsers look for stands first: they read the items while they arrive. */
function* pieces({ items, currency, sensitive = [] }: CatalogueFile): Generator<string> {
  yield sensitive.length > 0 ? `{"sensitive_categories":${JSON.stringify(sensitive)},\n"items":[` : '{\n"items":[';
  for (let at = 0; at < items.length; at += itemsAPiece) {
    const lines = items.slice(at, at + itemsAPiece).map((item) => `\n${JSON.stringify(item)}`);
    yield `${at > 0 ? ',' : ''}${lines.join(',')}`;
  }
  yield `\n]${currency === undefined ? '' : `,\n"currency":${JSON.stringify(currency)}`}\n}\n`;
}
