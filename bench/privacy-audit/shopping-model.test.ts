import { expect, test } from 'vitest';
import { seededRandom } from '../load/random.ts';
import type { Shop } from './shop.ts';
import { drawsOf, visitsOf } from './shopping-model.ts';

const fromMs = Date.UTC(2026, 10, 1);
const minute = fromMs / 60_000;
const items = Array.from({ length: 40 }, (_, i) => `i${i}`);
const shop: Shop = {
  catalogue: new Map(
    items.map((item_id, i) => [item_id, { item_id, item_name: item_id, price: 1, item_category: `c${i % 4}` }]),
  ),
  households: Array.from({ length: 5 }, (_, h) => ({
    household: `${h}`,
    baskets: [1, 4, 9, 40].map((day) => ({
      minute: minute + day * 1_440 + 600 + h,
      items: items.slice(h, h + 5),
      paid: 5,
    })),
  })),
};
const period = { fromMs, toMs: fromMs + 30 * 86_400_000 };
const random = seededRandom(3);
const draws = drawsOf(shop, random);
const all = shop.households.map((household) => visitsOf(household, period, draws, [36_000_000], random));

test('each order of the period ends one visit, at its minute and with its items; others end without', () => {
  for (const visits of all) {
    const orders = visits.filter(({ order }) => order !== undefined);
    expect(orders).toHaveLength(3);
    for (const { acts, order } of orders)
      expect(acts.at(-1)).toEqual({ name: 'purchase', items: order?.items, timeMs: (order?.minute ?? 0) * 60_000 });
    for (const { acts } of visits.filter(({ order }) => order === undefined))
      expect(acts.map(({ name }) => name)).not.toContain('purchase');
  }
});

test('a household is in one visit at a time, and its acts stand in order of time', () => {
  for (const visits of all) {
    const times = visits.flatMap(({ acts }) => acts.map(({ timeMs }) => timeMs));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  }
});

test('in a visit with an order, things are looked at that it does not hold', () => {
  const looked = all
    .flat()
    .flatMap(({ acts, order }) => (order ? acts.filter(({ items: [id = ''] }) => !order.items.includes(id)) : []));
  expect(looked.length).toBeGreaterThan(5);
});
