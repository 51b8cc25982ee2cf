import type { AnonymousRecord, CountRecord } from '@edgecart/protocol';
import { dayUtc, hourUtc, priceBand, quantityBand } from '@edgecart/protocol';
import type { Seeded } from './seeded.ts';

const hourMs = 3_600_000;
const models = ['835e3f22b48c1fdb91dda712325941ea', '0123456789abcdef', 'none'];

/** The records that a visit leaves that fills this basket at this time, and, mostly, buys it. */
export function visitRecords(
  basket: readonly string[],
  priceOf: (item: string) => number,
  timeMs: number,
  random: Seeded,
): AnonymousRecord[] {
  const records: AnonymousRecord[] = [];
  const count = (type: CountRecord['type'], item: string, more: Partial<CountRecord> = {}) =>
    records.push({ id: random.id(), kind: 'count', type, item, hour: hourUtc(timeMs), ...more });
  const bought = random.chance(0.7);
  const kept: string[] = [];
  const left: string[] = [];
  for (const item of basket) {
    const band = priceBand(priceOf(item));
    const price = band === undefined || random.chance(0.1) ? {} : { priceBand: band };
    const shown = random.chance(0.4) ? { shown: { model: random.pick(models), slot: random.below(6) } } : {};
    if (shown.shown) {
      count('view_item_list', item, shown);
      if (random.chance(0.5)) count('select_item', item, shown);
    }
    count('view_item', item, price);
    if (random.chance(0.2)) {
      left.push(item);
      continue;
    }
    const band2 = quantityBand(1 + Math.floor(random.next() ** 3 * 12));
    const quantity = band2 === undefined || random.chance(0.2) ? {} : { quantityBand: band2 };
    count('add_to_cart', item, { ...price, ...quantity, ...shown });
    if (random.chance(0.12)) {
      count('remove_from_cart', item, quantity);
      left.push(item);
      continue;
    }
    if (random.chance(0.1)) count('update_cart_quantity', item, quantity);
    kept.push(item);
    if (bought) count('purchase', item, { ...price, ...quantity });
  }
  const [first] = basket;
  if (first !== undefined) count('view_cart', first);
  if (first !== undefined && bought) count('begin_checkout', first);
  const path = (items: readonly string[], isBought: boolean) => {
    if (items.length < 2) return;
    records.push({ id: random.id(), kind: 'path', items: items.slice(0, 8), day: dayUtc(timeMs), bought: isBought });
  };
  path(random.chance(0.3) ? [...left, ...left.slice(0, 1)] : left, false);
  if (bought) path(kept, true);
  else path(kept.slice(0, 4), false);
  return records;
}

/** When a record arrives that was made within the hour of `timeMs`: mostly soon, some the next day. */
export function arrivalOf(timeMs: number, random: Seeded): number {
  return timeMs + Math.floor(random.chance(0.05) ? random.next() * 30 * hourMs : random.next() * 0.2 * hourMs);
}
