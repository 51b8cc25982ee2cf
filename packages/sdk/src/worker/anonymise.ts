import {
  type CountRecord,
  dayUtc,
  defined,
  type EventName,
  hex,
  hourUtc,
  type PathRecord,
  priceBand,
  quantityBand,
} from '@edgecart/protocol';
import type { CleanEvent, VisitState } from './visit-state.ts';

/** Whether an item may be named at all: it is in the public catalogue, and in no category that the shop marked sensitive. */
export type MayLeave = (itemId: string) => boolean;

/** A random number from 0 up to, but not including, 1. */
export type Random = () => number;

/** Lists that were seen may only use the first part of a visit's budget, so that they leave room for what was done. */
const limits = { perVisit: 100, listsPerVisit: 20, perDay: 200, per30Days: 2_000 };

/** 128 random bits in hexadecimal. */
export function newRecordId(): string {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

/**
 * The counts of one event: one item each, nothing beside it. A purchase tells its hour, for the shop's orders tell it too.
 * Whatever else was done tells the day only, as its first hour: next to the hour of an order it would tell whose it is
 * (docs/decisions/day-for-what-no-order-tells.md).
 */
export function countsOf(event: CleanEvent, visit: VisitState, mayLeave: MayLeave): CountRecord[] {
  if (!event.shareable || visit.machineLike) return [];
  // Lists too: how often a model's suggestions were seen is what its clicks are measured by.
  const attributed = /_item|^add/.test(event.name);
  const seen = new Set<string>();
  const records: CountRecord[] = [];
  for (const { item_id, price, quantity } of event.items) {
    if (seen.has(item_id) || !mayLeave(item_id)) continue;
    seen.add(item_id);
    records.push(
      defined({
        id: newRecordId(),
        kind: 'count' as const,
        type: event.name,
        item: item_id,
        hour: event.name === 'purchase' ? hourUtc(event.timeMs) : `${dayUtc(event.timeMs)}T00`,
        quantityBand: withQuantity.has(event.name) ? quantityBand(quantity) : undefined,
        priceBand: priceBand(price ?? 0),
        shown: attributed && Object.hasOwn(visit.shown, item_id) ? visit.shown[item_id] : undefined,
      }),
    );
  }
  return records;
}

const withQuantity = new Set<string>(['add_to_cart', 'remove_from_cart', 'update_cart_quantity', 'purchase']);

/** How many of `wanted` records the shopper's budget still allows, and the budget after them. */
export function spend(
  budget: VisitState['budget'],
  wanted: number,
  timeMs: number,
  name?: EventName,
): { granted: number; budget: VisitState['budget'] } {
  const today = dayUtc(timeMs);
  const oldest = dayUtc(timeMs - 30 * 86_400_000);
  const days = Object.fromEntries(Object.entries(budget.days).filter(([day]) => day > oldest));
  const spent = Object.values(days).reduce((sum, count) => sum + count, 0);
  const left = Math.min(
    (name === 'view_item_list' ? limits.listsPerVisit : limits.perVisit) - budget.visit,
    limits.perDay - (days[today] ?? 0),
    limits.per30Days - spent,
  );
  const granted = Math.max(0, Math.min(wanted, left));
  days[today] = (days[today] ?? 0) + granted;
  return { granted, budget: { visit: budget.visit + granted, days } };
}

const longest = 8;
const boughtPathsAtMost = 3;

/**
 * The paths of a visit that has ended: at most three disjoint ones of what was bought, for the order tells as much. Of what
 * was not bought there is none: whatever stands beside an item in a path tells whose it is, once her other orders are at
 * hand (docs/decisions/no-path-of-what-was-not-bought.md). Only events that were captured while `send` was on are used.
 */
export function pathsOf(
  events: readonly CleanEvent[],
  visit: VisitState,
  mayLeave: MayLeave,
  random: Random = Math.random,
): PathRecord[] {
  const last = events.at(-1);
  if (visit.machineLike || last === undefined) return [];
  const told = (names: readonly string[]) => {
    const ids = events.flatMap((event) =>
      event.shareable && names.includes(event.name) ? event.items.map((item) => item.item_id) : [],
    );
    return [...new Set(ids)].filter(mayLeave);
  };
  const ordered = new Set(told(['purchase']));
  const boughtInOrder = told(['add_to_cart', 'update_cart_quantity']).filter((id) => ordered.has(id));
  return split(window(boughtInOrder, longest * boughtPathsAtMost, random)).map((items) => ({
    id: newRecordId(),
    kind: 'path',
    items,
    day: dayUtc(last.timeMs),
    bought: true,
  }));
}

/** A random run of at most `length` neighbours. */
function window(items: string[], length: number, random: Random): string[] {
  const start = Math.floor(random() * (Math.max(0, items.length - length) + 1));
  return items.slice(start, start + length);
}

/** Cuts into as few runs of at most eight as will do, of about equal length; none of a single item. */
function split(items: string[]): string[][] {
  const parts = Math.ceil(items.length / longest);
  const size = Math.ceil(items.length / parts);
  return Array.from({ length: parts }, (_, part) => items.slice(part * size, (part + 1) * size)).filter(
    (run) => run.length >= 2,
  );
}
