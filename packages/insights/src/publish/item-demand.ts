import type { State } from '../state/state.ts';
import { atLeast, share } from './at-least.ts';
import type { KnownItem } from './catalogue.ts';
import { countOf, type TypeCounts } from './item-totals.ts';

/** What lies in carts: units added less units taken out, at least so many since quantities are bands. */
export interface CartDemand {
  item: string;
  units: number;
  views: number | null;
  purchases: number | null;
}

/** How an item that is added fares: `hesitation` is taken out per added, `abandonment` is not bought per added. */
export interface Wavering {
  item: string;
  adds: number;
  hesitation: number | null;
  abandonment: number | null;
}

/** What is asked for though it can't be bought. */
export interface MissedDemand {
  item: string;
  views: number | null;
  adds: number | null;
}

type Totals = ReadonlyMap<number, TypeCounts>;

export function cartDemand(
  state: State,
  k: number,
  totals: Totals,
  first: number,
  last: number,
  most: number,
): CartDemand[] {
  const units = new Map<number, number>();
  for (let hour = first; hour <= last; hour += 1) {
    for (const [item, amount] of state.find('cart-demand', hour)?.cells ?? []) {
      units.set(item, (units.get(item) ?? 0) + amount);
    }
  }
  // How many were added and taken out is not told beside it: with the sum, each would give the other away.
  return [...units]
    .filter(([item]) => {
      const counts = totals.get(item) ?? [];
      return countOf(counts, 'add_to_cart') + countOf(counts, 'remove_from_cart') >= k;
    })
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, most)
    .map(([item, amount]) => {
      const counts = totals.get(item) ?? [];
      return {
        item: state.items.textOf(item),
        units: amount,
        views: atLeast(k, countOf(counts, 'view_item')),
        purchases: atLeast(k, countOf(counts, 'purchase')),
      };
    });
}

export function wavering(state: State, k: number, totals: Totals, most: number): Wavering[] {
  const rows: Wavering[] = [];
  for (const [item, counts] of totals) {
    const adds = countOf(counts, 'add_to_cart');
    const hesitation = share(k, countOf(counts, 'remove_from_cart'), adds);
    const bought = share(k, countOf(counts, 'purchase'), adds);
    if (hesitation === null && bought === null) continue;
    const abandonment = bought === null ? null : Math.max(0, Math.round((1 - bought) * 1_000) / 1_000);
    rows.push({ item: state.items.textOf(item), adds, hesitation, abandonment });
  }
  const weight = ({ hesitation, abandonment, adds }: Wavering) => ((hesitation ?? 0) + (abandonment ?? 0)) * adds;
  return rows.sort((a, b) => weight(b) - weight(a)).slice(0, most);
}

export function missedDemand(
  state: State,
  k: number,
  totals: Totals,
  known: (item: string) => KnownItem | undefined,
  most: number,
): MissedDemand[] {
  const rows: MissedDemand[] = [];
  for (const [number, counts] of totals) {
    const item = state.items.textOf(number);
    if (known(item)?.inStock !== false) continue;
    const views = atLeast(k, countOf(counts, 'view_item') + countOf(counts, 'select_item'));
    const adds = atLeast(k, countOf(counts, 'add_to_cart'));
    if (views !== null || adds !== null) rows.push({ item, views, adds });
  }
  const asked = ({ views, adds }: MissedDemand) => (views ?? 0) + (adds ?? 0);
  return rows.sort((a, b) => asked(b) - asked(a)).slice(0, most);
}
