import { eventNames } from '@edgecart/protocol';
import type { AnalysisRules } from '@edgecart/protocol/analysis';
import type { State } from '../state/state.ts';
import { itemOf, typeOf } from './cell-numbers.ts';

/** What an item's trend at an hour rests on. */
export interface Trend {
  /** The cell's value: the decayed sum times `trending.scale`, rounded. */
  value: number;
  /** How many records gave it anything. */
  records: number;
}

/** The trend of every item at hour `at`, for one half-life, by the item's number. */
export function trends(state: State, rules: AnalysisRules, halfLife: number, at: number): Map<number, Trend> {
  const { weights, halfLivesKept, scale } = rules.trending;
  const weightOf = eventNames.map((type) => weights[type] ?? 0);
  const sums = new Map<number, { sum: number; records: number }>();
  // Ascending hours: floating-point sums depend on the order, and every engine must come to the same.
  for (let hour = at - halfLife * halfLivesKept + 1; hour <= at; hour += 1) {
    const shard = state.find('item-hour', hour);
    if (!shard) continue;
    const decay = 2 ** (-(at - hour) / halfLife);
    for (const [item, { weight, records }] of weightsIn(shard.cells, weightOf)) {
      const before = sums.get(item);
      if (before) {
        before.sum += weight * decay;
        before.records += records;
      } else sums.set(item, { sum: weight * decay, records });
    }
  }
  const found = new Map<number, Trend>();
  for (const [item, { sum, records }] of sums) {
    const value = Math.floor(sum * scale + 0.5);
    if (value !== 0) found.set(item, { value, records });
  }
  return found;
}

function weightsIn(cells: ReadonlyMap<number, number>, weightOf: readonly number[]) {
  const ofItem = new Map<number, { weight: number; records: number }>();
  for (const [key, count] of cells) {
    const weight = weightOf[typeOf(key)] ?? 0;
    if (weight === 0) continue;
    const item = itemOf(key);
    const before = ofItem.get(item);
    if (before) {
      before.weight += weight * count;
      before.records += count;
    } else ofItem.set(item, { weight: weight * count, records: count });
  }
  return ofItem;
}
