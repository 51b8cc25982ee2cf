import { readFileSync } from 'node:fs';
import type { GoldenInput } from './golden-stream.ts';

const demo = new URL('../../../demo/public/', import.meta.url);

interface Baskets {
  baskets: readonly { items: readonly string[] }[];
}
interface Prices {
  items: readonly { item_id: string; price: number }[];
}

/** The baskets and prices of the demo's shop: real ones, of The Complete Journey (CC0). */
export function demoInput(): GoldenInput {
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, demo), 'utf8'));
  // Both are files of this repository, which the demo's own tests check.
  const { baskets } = read('replay.json') as Baskets;
  const { items } = read('catalogue.json') as Prices;
  return {
    baskets: baskets.map((basket) => basket.items),
    prices: new Map(items.map(({ item_id, price }) => [item_id, price])),
    seed: 20_260_302,
  };
}
