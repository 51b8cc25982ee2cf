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
  const recency = Float64Array.from(rows, (_, i) => Math.exp((i + 1 - rows.length) / manifest.blend.decay));
  const total = recency.reduce((sum, value) => sum + value, 0);
  for (let i = 0; i < rows.length; i++) {
    const start = (rows[i] ?? 0) * graph.neighbours;
    const weights = graph.weights.subarray(start, start + graph.neighbours);
    const share = (recency[i] ?? 0) / total / weights.reduce((sum, value) => sum + value, 0);
    for (const [k, weight] of weights.entries()) if (weight > 0) step(i, graph.items[start + k] ?? 0, share * weight);
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
