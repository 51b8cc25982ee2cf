import type { EncodedSession, RankedRow } from './encoder.ts';
import { graphScores } from './item-graph.ts';
import { readItemVector } from './item-vector.ts';
import type { Model } from './model.ts';
import type { SessionInput } from './session-input.ts';
import type { Choice } from './shopper.ts';

/** What would have been suggested and was not chosen; as many again come from anywhere in the catalogue. */
export const suggestedMost = 20;

/** The chosen item among those that were not, as the model scores them after a session. */
export function choiceOf(
  model: Model,
  session: SessionInput,
  encoded: EncodedSession,
  chosen: number,
  suggested: readonly RankedRow[],
  random: () => number = Math.random,
): Choice {
  const { temperature, graph, popularity } = model.manifest.blend;
  const { dimensions } = model.manifest;
  const rows = new Set([chosen, ...suggested.map(({ row }) => row)]);
  for (let i = 0; i < suggestedMost; i++) rows.add(Math.floor(random() * model.popularity.length));
  const fromGraph = graphScores(model, session.rows, graph);
  const vectors = new Float32Array(rows.size * dimensions);
  const parts: number[] = [];
  let at = 0;
  for (const row of rows) {
    readItemVector(model, row, vectors, at);
    let likeness = 0;
    for (let k = 0; k < dimensions; k++) likeness += (vectors[at + k] ?? 0) * (encoded.vector[k] ?? 0);
    parts.push(likeness / temperature, fromGraph.get(row) ?? 0, popularity * (model.popularity[row] ?? 0));
    at += dimensions;
  }
  return { vectors, parts: Float32Array.from(parts), count: rows.size };
}
