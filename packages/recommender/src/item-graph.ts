import type { Model } from './model.ts';

/** The weight of the edge from one item to another; 0 where there is none. */
export function edgeWeight({ graph }: Pick<Model, 'graph'>, from: number, to: number): number {
  const start = from * graph.neighbours;
  for (let at = start; at < start + graph.neighbours; at++)
    if (graph.items[at] === to && graph.weights[at] !== 0) return (graph.weights[at] ?? 0) * (graph.scales[from] ?? 0);
  return 0;
}

/** Adds to `scores` the mean weight of the edges that lead from the session's items to each item, times `factor`. */
export function addGraphScores(
  { graph }: Pick<Model, 'graph'>,
  rows: ArrayLike<number>,
  factor: number,
  scores: Float32Array,
): void {
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i] ?? 0;
    const weight = (factor * (graph.scales[from] ?? 0)) / rows.length;
    const start = from * graph.neighbours;
    for (let at = start; at < start + graph.neighbours; at++) {
      const to = graph.items[at] ?? 0;
      scores[to] = (scores[to] ?? 0) + weight * (graph.weights[at] ?? 0);
    }
  }
}

/** The rows that edges from the session's items lead to; a row may come twice. */
export function* graphRows({ graph }: Pick<Model, 'graph'>, rows: ArrayLike<number>): Generator<number> {
  for (let i = 0; i < rows.length; i++) {
    const start = (rows[i] ?? 0) * graph.neighbours;
    for (let at = start; at < start + graph.neighbours; at++) if (graph.weights[at] !== 0) yield graph.items[at] ?? 0;
  }
}
