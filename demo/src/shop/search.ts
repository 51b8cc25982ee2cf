import type { CatalogueItem } from '@edgecart/sdk';

const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

const wordsOf = (text: string) => fold(text).match(/[a-z0-9]+/g) ?? [];

/** How well one word of a query fits an item: in its name first, then its kind and aisle; 0 is not at all. */
function fit(word: string, name: readonly string[], rest: readonly string[]): number {
  if (name.includes(word)) return 8;
  if (name.some((candidate) => candidate.startsWith(word))) return 5;
  if (rest.includes(word)) return 3;
  return rest.some((candidate) => candidate.startsWith(word)) ? 2 : 0;
}

/** Items that hold every word of the query, or words beginning with it; better fits first, then better sellers. */
export function searchItems(items: readonly CatalogueItem[], query: string, limit = 96): CatalogueItem[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  const found: { item: CatalogueItem; score: number; place: number }[] = [];
  items.forEach((item, place) => {
    const name = wordsOf(item.item_name);
    const rest = wordsOf(`${item.item_category2 ?? ''} ${item.item_category} ${item.item_brand ?? ''}`);
    const fits = words.map((word) => Math.max(fit(word, name, rest), fit(word.replace(/e?s$/, ''), name, rest) - 1));
    if (fits.every((score) => score > 0)) {
      found.push({ item, score: fits.reduce((sum, score) => sum + score, 0), place });
    }
  });
  found.sort((a, b) => b.score - a.score || a.place - b.place);
  return found.slice(0, limit).map(({ item }) => item);
}
