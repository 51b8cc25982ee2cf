import { eventNames } from '@edgecart/protocol';
import { shownParts } from '../cells/cell-numbers.ts';
import type { State } from '../state/state.ts';
import { atLeast, share } from './at-least.ts';

/** What became of the suggestions of one model, at one place or (`slot` absent) at all of them. */
export interface ClickThrough {
  model: string;
  slot?: number;
  shown: number | null;
  clicked: number | null;
  added: number | null;
  /** Clicked per shown. */
  rate: number | null;
  /** Half the width of its 95 % interval (normal approximation). */
  margin: number | null;
}

type Sums = { shown: number; clicked: number; added: number };

const fields: Partial<Record<(typeof eventNames)[number], keyof Sums>> = {
  view_item_list: 'shown',
  select_item: 'clicked',
  add_to_cart: 'added',
};

export function clickThrough(state: State, k: number): { models: ClickThrough[]; slots: ClickThrough[] } {
  const models = new Map<number, Sums>();
  const slots = new Map<string, { model: number; slot: number; sums: Sums }>();
  for (const [key, count] of state.find('shown', 0)?.cells ?? []) {
    const { model, slot, type } = shownParts(key);
    const field = fields[eventNames[type] ?? 'view_cart'];
    if (field === undefined) continue;
    const ofModel = models.get(model) ?? { shown: 0, clicked: 0, added: 0 };
    ofModel[field] += count;
    models.set(model, ofModel);
    const place = `${model} ${slot}`;
    const ofSlot = slots.get(place) ?? { model, slot, sums: { shown: 0, clicked: 0, added: 0 } };
    ofSlot.sums[field] += count;
    slots.set(place, ofSlot);
  }
  return {
    models: [...models].map(([model, sums]) => row(state.models.textOf(model), sums, k)).filter(says),
    slots: [...slots.values()]
      .map(({ model, slot, sums }) => ({ slot, ...row(state.models.textOf(model), sums, k) }))
      .filter(says)
      .sort((a, b) => (a.model < b.model ? -1 : a.model > b.model ? 1 : a.slot - b.slot)),
  };
}

function row(model: string, { shown, clicked, added }: Sums, k: number): ClickThrough {
  const rate = share(k, clicked, shown);
  const margin = rate === null ? null : Math.round(1_960 * Math.sqrt((rate * Math.max(0, 1 - rate)) / shown)) / 1_000;
  return { model, shown: atLeast(k, shown), clicked: atLeast(k, clicked), added: atLeast(k, added), rate, margin };
}

const says = ({ shown, clicked, added }: ClickThrough): boolean => shown !== null || clicked !== null || added !== null;
