import type { EncodedSession } from './encoder.ts';
import { edgeWeight } from './item-graph.ts';
import type { Model } from './model.ts';
import type { SessionInput } from './session-input.ts';

/** How much the item graph adds to an item's score from each interaction of the session. [n] */
export function graphContributions(model: Model, session: SessionInput, row: number): Float32Array {
  const factor = model.manifest.blend.graph / session.rows.length;
  return Float32Array.from(session.rows, (from) => factor * edgeWeight(model, from, row));
}

/**
 * How much each interaction of the session added to the score of an item: exact, because the score is linear in the
 * session's items (docs/model-format.md). [n]
 */
export function contributions(
  model: Model,
  session: SessionInput,
  row: number,
  { factors }: EncodedSession,
): Float32Array {
  return graphContributions(model, session, row).map(
    (edge, i) =>
      edge + (likeness(model, session.rows[i] ?? 0, row) * (factors[i] ?? 0)) / model.manifest.blend.temperature,
  );
}

/** The product of two items' vectors: their cosine. */
function likeness({ vectors, scales, manifest: { dimensions } }: Model, one: number, other: number): number {
  const [first, second] = [one * dimensions, other * dimensions];
  let sum = 0;
  for (let k = 0; k < dimensions; k++) sum += (vectors[first + k] as number) * (vectors[second + k] as number);
  return sum * (scales[one] as number) * (scales[other] as number);
}

/** The row of the session's item that spoke loudest for an item, all its interactions together. */
export function loudest(session: SessionInput, parts: Float32Array): number | undefined {
  const byRow = new Map<number, number>();
  parts.forEach((part, i) => {
    const row = session.rows[i];
    if (row !== undefined) byRow.set(row, (byRow.get(row) ?? 0) + part);
  });
  let best: number | undefined;
  for (const [row, part] of byRow) if (part > (best === undefined ? 0 : (byRow.get(best) ?? 0))) best = row;
  return best;
}
