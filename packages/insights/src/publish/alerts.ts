import { type EventName, eventNames } from '@edgecart/protocol';
import { itemHourKey } from '../cells/cell-numbers.ts';
import { hourText } from '../records/hours.ts';
import type { State } from '../state/state.ts';
import { countOf, funnelAt, type TypeCounts } from './item-totals.ts';

/** A sudden rise or fall in the newest complete hour, of an item or (`item` absent) of the whole shop. */
export interface Alert {
  kind: 'rise' | 'fall';
  type: EventName;
  item?: string;
  hour: string;
  /** `null` where it is less than k. */
  observed: number | null;
  /** The mean of the same hour in the days before. */
  expected: number;
  /** How many standard deviations it is away. */
  deviations: number;
}

const watched: readonly EventName[] = ['view_item', 'add_to_cart', 'purchase'];
const fewestDays = 3;
const mostDays = 28;
const fewestWeeks = 3;
const alarmingDeviations = 4;

/** Looks at one hour against the same hour of the days before, or of the same weekday once there are three of those. */
export function alerts(
  state: State,
  k: number,
  hour: number,
  items: ReadonlyMap<number, TypeCounts>,
  most: number,
): Alert[] {
  const found: Alert[] = [];
  const days = daysBefore(state, hour);
  if (days.length < fewestDays) return found;
  const at = hourText(hour);
  const shop = funnelAt(state, hour);
  const shopBefore = days.map((day) => funnelAt(state, day));
  for (const type of watched) {
    const before = shopBefore.map((counts) => countOf(counts, type));
    const deviation = judge(countOf(shop, type), before, k);
    if (deviation) found.push({ ...deviation, type, hour: at });
  }
  for (const [item, counts] of items) {
    for (const type of watched) {
      if (countOf(counts, type) < k) continue;
      const key = itemHourKey(item, eventNames.indexOf(type));
      const countAt = (time: number) => state.find('item-hour', time)?.cells.get(key) ?? 0;
      const deviation = judge(countAt(hour), days.map(countAt), k);
      if (deviation) found.push({ ...deviation, type, item: state.items.textOf(item), hour: at });
    }
  }
  return found.sort((a, b) => Math.abs(b.deviations) - Math.abs(a.deviations)).slice(0, most);
}

/** The same hour on other days: of the same weekday where enough weeks are there, else of all days. */
function daysBefore(state: State, hour: number): number[] {
  const all = Array.from({ length: mostDays }, (_, day) => hour - 24 * (day + 1));
  // A day of which nothing is known does not speak; one that was quiet in this hour does.
  const known = all.filter((time) => dayIsKnown(state, Math.floor(time / 24)));
  const weekly = known.filter((time) => (hour - time) % 168 === 0);
  return weekly.length >= fewestWeeks ? weekly : known;
}

function dayIsKnown(state: State, day: number): boolean {
  for (let hour = day * 24; hour < day * 24 + 24; hour += 1) if (state.find('item-hour', hour)) return true;
  return false;
}

/** Counts scatter like Poisson's at least; days differ more than that, so the larger of the two spreads is taken. */
function judge(observed: number, before: readonly number[], k: number) {
  const expected = before.reduce((sum, count) => sum + count, 0) / before.length;
  const variance = before.reduce((sum, count) => sum + (count - expected) ** 2, 0) / Math.max(1, before.length - 1);
  const deviations = (observed - expected) / Math.sqrt(Math.max(1, expected, variance));
  if (Math.abs(deviations) < alarmingDeviations || Math.abs(observed - expected) < k) return undefined;
  return {
    kind: observed > expected ? ('rise' as const) : ('fall' as const),
    observed: observed < k ? null : observed,
    expected: Math.round(expected),
    deviations: Math.round(deviations * 10) / 10,
  };
}
