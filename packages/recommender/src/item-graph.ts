import type { Model } from './model.ts';

type Graph = Pick<Model, 'graph' | 'manifest'>;

/**
 * Walks from a session's items to their neighbours. A step from interaction i to a neighbour has the weight
 * w_i G[item_i, neighbour] of docs/model-format.md: the newest interaction counts the most, and all steps sum up to 1 at
 * most.
 */
function walk(
  { graph, manifest }: Graph,
  rows: ArrayLike<number>,
  step: (i: number, neighbour: number, weight: number) => void,
): void {
  const { items, weights, neighbours } = graph;
  let total = 0;
  for (let place = 0; place < rows.length; place++) total += Math.exp(-place / manifest.blend.decay);
  for (let i = 0; i < rows.length; i++) {
    const start = (rows[i] ?? 0) * neighbours;
    const end = start + neighbours;
    let sum = 0;
    for (let at = start; at < end; at++) sum += weights[at] as number;
    const share = Math.exp((i + 1 - rows.length) / manifest.blend.decay) / (total * sum);
    for (let at = start; at < end; at++)
      if (weights[at] !== 0) step(i, items[at] as number, share * (weights[at] as number));
  }
}

/** How likely each neighbour of the session's items comes next, by row. The session's rows, the oldest first. */
export function graphShares(model: Graph, rows: ArrayLike<number>): Map<number, number> {
  const shares = new Map<number, number>();
  walk(model, rows, (_, to, weight) => void shares.set(to, (shares.get(to) ?? 0) + weight));
  return shares;
}

/** What each interaction adds to an item's share. [n] */
export function graphParts(model: Graph, rows: ArrayLike<number>, row: number): Float64Array {
  const parts = new Float64Array(rows.length);
  walk(model, rows, (i, to, weight) => {
    if (to === row) parts[i] = (parts[i] ?? 0) + weight;
  });
  return parts;
}
