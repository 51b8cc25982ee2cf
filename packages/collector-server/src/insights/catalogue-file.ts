import { readFile, stat } from 'node:fs/promises';
import type { KnownItem } from '@edgecart/insights';
import { Catalogue } from '@edgecart/protocol';
import { Compile } from 'typebox/compile';

const catalogueType = Compile(Catalogue);

/** The shop's catalogue, read again when its file has changed. One that can't be read leaves what was known before. */
export class CatalogueFile {
  readonly #path: string;
  readonly #onNotice: (message: string) => void;
  #items = new Map<string, KnownItem>();
  /** What is sold out by now, whatever the file says. */
  gone: ReadonlySet<string> = new Set();
  #readMs = -1;
  #told = '';

  constructor(path: string, onNotice: (message: string) => void) {
    this.#path = path;
    this.#onNotice = onNotice;
  }

  /** While no catalogue could be read every item is taken for known: a missing file must not empty the insights. */
  readonly known = (item: string): KnownItem | undefined => {
    const inStock = !this.gone.has(item);
    if (this.#readMs < 0) return { name: item, category: '', inStock };
    const known = this.#items.get(item);
    return inStock ? known : known && { ...known, inStock };
  };

  async read(): Promise<void> {
    try {
      const { mtimeMs } = await stat(this.#path);
      if (mtimeMs === this.#readMs) return;
      const catalogue: unknown = JSON.parse(await readFile(this.#path, 'utf8'));
      if (!catalogueType.Check(catalogue)) throw new Error('it is no catalogue');
      this.#items = new Map(
        catalogue.items.map((item) => [
          item.item_id,
          { name: item.item_name, category: item.item_category, inStock: item.in_stock !== false },
        ]),
      );
      this.#readMs = mtimeMs;
      this.#told = '';
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== this.#told) this.#onNotice(`the catalogue ${this.#path} can't be read (${reason})`);
      this.#told = reason;
    }
  }
}
