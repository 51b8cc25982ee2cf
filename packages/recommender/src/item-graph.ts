import type { Model } from './model.ts';

/** The weight of the edge from one item to another; 0 where there is none. */
export function edgeWeight({ graph }: Pick<Model, 'graph'>, from: number, to: number): number {
  const start = from * graph.neighbours;
  for (let at = start; at < start + graph.neighbours; at++)
    if (graph.items[at] === to && graph.weights[at] !== 0) return (graph.weights[at] ?? 0) * (graph.scales[from] ?? 0);
  return 0;
}

/** The mean weight of the edges that lead from the session's items to each of their neighbours, times `factor`, by row. */
export function graphScores(
  { graph }: Pick<Model, 'graph'>,
  rows: ArrayLike<number>,
  factor: number,
): Map<number, number> {
  const scores = new Map<number, number>();
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i] ?? 0;
    const weight = (factor * (graph.scales[from] ?? 0)) / rows.length;
    const start = from * graph.neighbours;
    for (let at = start; at < start + graph.neighbours; at++) {
      const to = graph.items[at] ?? 0;
      const added = weight * (graph.weights[at] ?? 0);
      if (added > 0) scores.set(to, (scores.get(to) ?? 0) + added);
    }
  }
  return scores;
}
