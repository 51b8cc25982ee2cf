import { type EventName, eventNames } from '@edgecart/protocol';
import { itemOf, typeOf } from '../cells/cell-numbers.ts';
import type { State } from '../state/state.ts';

/** Counts of one item, by the number of their type. */
export type TypeCounts = readonly number[];

const numbers = new Map(eventNames.map((type, number) => [type, number]));

/** How many counts of a type. */
export const countOf = (counts: TypeCounts, type: EventName): number => counts[numbers.get(type) ?? -1] ?? 0;

/** The counts of each item in the hours from `first` to `last`, both included. */
export function itemTotals(state: State, first: number, last: number): Map<number, TypeCounts> {
  const totals = new Map<number, number[]>();
  for (let hour = first; hour <= last; hour += 1) {
    for (const [key, count] of state.find('item-hour', hour)?.cells ?? []) {
      const item = itemOf(key);
      let counts = totals.get(item);
      if (!counts) {
        counts = eventNames.map(() => 0);
        totals.set(item, counts);
      }
      counts[typeOf(key)] = (counts[typeOf(key)] ?? 0) + count;
    }
  }
  return totals;
}

/** The counts of all items together. */
export function funnelAt(state: State, hour: number): TypeCounts {
  const sums = eventNames.map(() => 0);
  for (const [key, count] of state.find('item-hour', hour)?.cells ?? []) {
    sums[typeOf(key)] = (sums[typeOf(key)] ?? 0) + count;
  }
  return sums;
}
