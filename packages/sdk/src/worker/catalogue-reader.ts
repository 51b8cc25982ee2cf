import type { Catalogue, CatalogueItem } from '@edgecart/protocol';

export interface CatalogueReader {
  /** Takes the next piece of the text; answers with the items that were completed. */
  add(text: string): CatalogueItem[];
  /** Answers with what is left, and what stood beside the items. Throws when the text was no JSON, or had ended early. */
  end(): Partial<Catalogue>;
}

const start = /^\s*\{(\s*"sensitive_categories"\s*:\s*\[[^\]]*\]\s*,)?\s*"items"\s*:\s*\[/;

/**
 * Reads a catalogue while it arrives: parsing a large one in one go would hold up the worker for as long as many requests
 * take, and its first items are an answer already. Whatever the pieces are, the items are those of `JSON.parse`; a
 * document that does not begin with its items is read when it has ended.
 */
export function createCatalogueReader(): CatalogueReader {
  let frame = '';
  let rest = '';
  let tryFrom = 0;
  return {
    add(text) {
      rest += text;
      if (frame === '') {
        frame = start.exec(rest)?.[0] ?? '';
        rest = rest.slice(frame.length);
      }
      if (frame === '' || rest.length < tryFrom) return [];
      // The end of an item, if no item holds objects: only what can be parsed is whole.
      const end = rest.lastIndexOf('}', rest.lastIndexOf('{')) + 1;
      try {
        const items = JSON.parse(`[${rest.slice(0, end)}]`) as CatalogueItem[];
        rest = rest.slice(end).replace(/^\s*,/, '');
        return items;
      } catch {
        tryFrom = 2 * rest.length;
        return [];
      }
    },
    end: () => JSON.parse(frame + rest),
  };
}
