import { firstOf, secondOf } from '../cells/cell-numbers.ts';
import type { ShardKind } from '../state/shard.ts';
import type { State } from '../state/state.ts';

/** Two items of so many paths. */
export interface Pair {
  item: string;
  other: string;
  paths: number;
  /** How strongly the second is near the first: the sum of the distances' weights. */
  weight?: number;
}

/** What follows what in visits: the pairs that most paths hold. */
export function followPairs(state: State, k: number, firstDay: number, lastDay: number, most: number): Pair[] {
  const weights = sumOf(state, 'follows', firstDay, lastDay);
  return strongest(state, sumOf(state, 'follows-paths', firstDay, lastDay), k, most).map(({ key, ...pair }) => ({
    ...pair,
    weight: weights.get(key) ?? 0,
  }));
}

/** What is bought together: complements. */
export function boughtPairs(state: State, k: number, firstDay: number, lastDay: number, most: number): Pair[] {
  return strongest(state, sumOf(state, 'together', firstDay, lastDay), k, most).map(({ key: _key, ...pair }) => pair);
}

function sumOf(state: State, kind: ShardKind, firstDay: number, lastDay: number): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (let day = firstDay; day <= lastDay; day += 1) {
    for (const [key, count] of state.find(kind, day)?.cells ?? []) sums.set(key, (sums.get(key) ?? 0) + count);
  }
  return sums;
}

function strongest(state: State, paths: ReadonlyMap<number, number>, k: number, most: number) {
  return [...paths]
    .filter(([, count]) => count >= k)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, most)
    .map(([key, count]) => ({
      key,
      item: state.items.textOf(firstOf(key)),
      other: state.items.textOf(secondOf(key)),
      paths: count,
    }));
}
