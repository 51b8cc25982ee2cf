import { eventNames } from '@edgecart/protocol';
import { priceBandParts } from '../cells/cell-numbers.ts';
import type { State } from '../state/state.ts';
import { atLeast, share } from './at-least.ts';

/** How goods of one price are taken: b stands for prices in [2^b, 2^(b+1)). */
export interface PriceBand {
  band: number;
  views: number | null;
  adds: number | null;
  purchases: number | null;
  /** Added per viewed. */
  conversion: number | null;
}

/** By how many percent an item is added more often when its price rises by one percent; below 0 nearly always. */
export interface Elasticity {
  item: string;
  elasticity: number;
  bands: number;
  views: number;
}

interface Sums {
  views: number;
  adds: number;
  purchases: number;
}

export function priceResponse(state: State, k: number, firstDay: number, lastDay: number, most: number) {
  const bands = new Map<number, Sums>();
  const items = new Map<number, Map<number, Sums>>();
  for (let day = firstDay; day <= lastDay; day += 1) {
    for (const [key, count] of state.find('price-band', day)?.cells ?? []) {
      const { item, band, type } = priceBandParts(key);
      const name = eventNames[type];
      const field = name === 'view_item' ? 'views' : name === 'add_to_cart' ? 'adds' : 'purchases';
      const ofItem = items.get(item) ?? new Map<number, Sums>();
      items.set(item, ofItem);
      for (const sums of [bands, ofItem]) {
        const before = sums.get(band) ?? { views: 0, adds: 0, purchases: 0 };
        before[field] += count;
        sums.set(band, before);
      }
    }
  }
  const table = [...bands]
    .map(
      ([band, { views, adds, purchases }]): PriceBand => ({
        band,
        views: atLeast(k, views),
        adds: atLeast(k, adds),
        purchases: atLeast(k, purchases),
        conversion: share(k, adds, views),
      }),
    )
    .filter(({ views, adds, purchases }) => views !== null || adds !== null || purchases !== null)
    .sort((a, b) => a.band - b.band);
  const elastic = [...items]
    .map(([item, ofItem]) => elasticity(state.items.textOf(item), ofItem, k))
    .filter((row) => row !== undefined)
    .sort((a, b) => b.views - a.views)
    .slice(0, most);
  return { bands: table, elastic };
}

/**
 * The slope of ln(adds / views) over ln(price), each band weighted by its views; `undefined` where fewer than two bands
 * rest on enough records.
 */
function elasticity(item: string, ofItem: ReadonlyMap<number, Sums>, k: number): Elasticity | undefined {
  const points = [...ofItem]
    .filter(([, { views, adds }]) => views >= k && adds >= k)
    .map(([band, { views, adds }]) => ({ x: (band + 0.5) * Math.LN2, y: Math.log(adds / views), weight: views }));
  if (points.length < 2) return undefined;
  const views = points.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (of: (point: (typeof points)[number]) => number) =>
    points.reduce((sum, point) => sum + point.weight * of(point), 0) / views;
  const meanX = mean(({ x }) => x);
  const meanY = mean(({ y }) => y);
  const slope = mean(({ x, y }) => (x - meanX) * (y - meanY)) / mean(({ x }) => (x - meanX) ** 2);
  return { item, elasticity: Math.round(slope * 100) / 100, bands: points.length, views };
}
