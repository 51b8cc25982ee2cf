import { eventNames } from '@edgecart/protocol';
import { type AnalysisRules, analysisRules, cellKey, dropReasons } from '@edgecart/protocol/analysis';
import { dayText, hourText } from '../records/hours.ts';
import type { Shard } from '../state/shard.ts';
import type { State } from '../state/state.ts';
import { firstOf, itemOf, priceBandParts, secondOf, shownParts, typeOf } from './cell-numbers.ts';
import { trends } from './trending.ts';

/** Every cell by its key, as docs/analysis.md names them; trending at `trendHour` (hours since 1970). Not for publishing. */
export function allCells(state: State, trendHour: number, rules: AnalysisRules = analysisRules): Map<string, number> {
  const cells = new Map<string, number>();
  const add = (key: string, amount: number) => cells.set(key, (cells.get(key) ?? 0) + amount);
  for (const shard of state.shards.values()) addShard(state, shard, add);
  for (const halfLife of rules.trending.halfLifeHours) {
    for (const [item, { value }] of trends(state, rules, halfLife, trendHour)) {
      add(cellKey('trending', halfLife, state.items.textOf(item), hourText(trendHour)), value);
    }
  }
  return cells;
}

function addShard(state: State, { kind, time, cells }: Shard, add: (key: string, amount: number) => void): void {
  const item = (number: number) => state.items.textOf(number);
  const type = (number: number) => eventNames[number] ?? '';
  for (const [key, value] of cells) {
    switch (kind) {
      case 'item-hour':
        add(cellKey(kind, item(itemOf(key)), type(typeOf(key)), hourText(time)), value);
        add(cellKey('funnel', type(typeOf(key)), hourText(time)), value);
        break;
      case 'cart-demand':
        add(cellKey(kind, item(key), hourText(time)), value);
        break;
      case 'price-band': {
        const parts = priceBandParts(key);
        add(cellKey(kind, item(parts.item), parts.band, type(parts.type), dayText(time)), value);
        break;
      }
      case 'shown': {
        const parts = shownParts(key);
        add(cellKey(kind, state.models.textOf(parts.model), parts.slot, type(parts.type)), value);
        break;
      }
      case 'dropped':
        add(cellKey(kind, dropReasons[key] ?? '', dayText(time)), value);
        break;
      default:
        add(cellKey(kind, item(firstOf(key)), item(secondOf(key)), dayText(time)), value);
    }
  }
}
