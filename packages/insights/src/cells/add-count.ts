import type { CountRecord } from '@edgecart/protocol';
import type { AnalysisRules } from '@edgecart/protocol/analysis';
import type { State } from '../state/state.ts';
import { priceBandKey, shownKey } from './cell-numbers.ts';

/** A count that passed the rules, with its hour since 1970 and the numbers of its item and type. */
export interface AdmittedCount {
  record: CountRecord;
  hour: number;
  itemNumber: number;
  typeNumber: number;
}

/** Adds a count to the cells that it touches beside its `item-hour`; the funnel is a sum over those. */
export function addCount(state: State, rules: AnalysisRules, admitted: AdmittedCount): void {
  const { record, hour, itemNumber, typeNumber } = admitted;
  const { type, quantityBand, priceBand, shown } = record;
  const sign = rules.cartDemand[type];
  if (sign !== undefined) state.shard('cart-demand', hour).add(itemNumber, sign * (quantityBand ?? 1));
  if (priceBand !== undefined && rules.priceBand.types.includes(type)) {
    state.shard('price-band', Math.floor(hour / 24)).add(priceBandKey(itemNumber, priceBand, typeNumber), 1);
  }
  if (shown !== undefined) {
    state.shard('shown', 0).add(shownKey(state.models.numberOf(shown.model), shown.slot, typeNumber), 1);
  }
}
