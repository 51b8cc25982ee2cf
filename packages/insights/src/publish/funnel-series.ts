import { type EventName, eventNames } from '@edgecart/protocol';
import { hourText } from '../records/hours.ts';
import type { State } from '../state/state.ts';
import { atLeast } from './at-least.ts';
import { countOf, funnelAt } from './item-totals.ts';

/** Counts by the hour, oldest first; `null` where they are too few. */
export interface FunnelSeries {
  hours: string[];
  types: Record<EventName, (number | null)[]>;
}

export function funnelSeries(state: State, k: number, first: number, last: number): FunnelSeries {
  const hours = Array.from({ length: last - first + 1 }, (_, step) => first + step);
  const counts = hours.map((hour) => funnelAt(state, hour));
  const entries = eventNames.map((type) => [type, counts.map((of) => atLeast(k, countOf(of, type)))] as const);
  return { hours: hours.map(hourText), types: Object.fromEntries(entries) as FunnelSeries['types'] };
}
