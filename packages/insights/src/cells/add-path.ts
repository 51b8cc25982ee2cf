import type { PathRecord } from '@edgecart/protocol';
import type { AnalysisRules } from '@edgecart/protocol/analysis';
import type { State } from '../state/state.ts';
import { pairKey } from './cell-numbers.ts';

/** Adds a path that passed the rules to the cells of its day: what follows what, and what was bought together. */
export function addPath(state: State, rules: AnalysisRules, { items, bought }: PathRecord, day: number): void {
  const { weights } = rules.follows;
  const numbers = items.map((item) => state.items.numberOf(item));
  const follows = state.shard('follows', day);
  const pairs = new Set<number>();
  for (const [at, item] of numbers.entries()) {
    for (const [step, weight] of weights.entries()) {
      const next = numbers[at + step + 1];
      if (next === undefined) break;
      if (next === item) continue;
      const key = pairKey(item, next);
      follows.add(key, weight);
      pairs.add(key);
    }
  }
  const paths = state.shard('follows-paths', day);
  for (const key of pairs) paths.add(key, 1);
  if (bought) addTogether(state, items, day);
}

function addTogether(state: State, items: readonly string[], day: number): void {
  const together = state.shard('together', day);
  const distinct = [...new Set(items)].sort(byCodeUnits);
  for (const [at, item] of distinct.entries()) {
    const first = state.items.numberOf(item);
    for (const other of distinct.slice(at + 1)) together.add(pairKey(first, state.items.numberOf(other)), 1);
  }
}

/** As `String.compareTo` of Java does, so that every engine names a pair alike. */
const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
