import { eventNames } from '@edgecart/protocol';
import type { AnalysisRules } from '@edgecart/protocol/analysis';
import type { State } from '../state/state.ts';
import { priceBandKey, shownKey } from './cell-numbers.ts';

/** A count that passed the rules: its hour since 1970, numbers of its item and type, and what else it carries. */
export interface AdmittedCount {
  hour: number;
  itemNumber: number;
  typeNumber: number;
  /** 0 without one. */
  quantityBand: number;
  priceBand: number | undefined;
  model: string | undefined;
  slot: number;
}

/** Adds a count to the cells that it touches beside its `item-hour`; the funnel is a sum over those. */
export function addCount(state: State, rules: AnalysisRules, count: AdmittedCount): void {
  const { hour, itemNumber, typeNumber, quantityBand, priceBand, model, slot } = count;
  const type = eventNames[typeNumber] ?? 'view_cart';
  const sign = rules.cartDemand[type];
  if (sign !== undefined) state.shard('cart-demand', hour).add(itemNumber, sign * (quantityBand || 1));
  if (priceBand !== undefined && rules.priceBand.types.includes(type)) {
    state.shard('price-band', Math.floor(hour / 24)).add(priceBandKey(itemNumber, priceBand, typeNumber), 1);
  }
  if (model !== undefined) {
    state.shard('shown', 0).add(shownKey(state.models.numberOf(model), slot, typeNumber), 1);
  }
}
