import type { EncodedSession } from './encoder.ts';
import { edgeWeight } from './item-graph.ts';
import type { Model } from './model.ts';
import type { SessionInput } from './session-input.ts';

/**
 * How much each interaction of the session added to the score of an item: exact, because the score is linear in the
 * session's items (docs/model-format.md). Without `encoded` only the item graph speaks. [n]
 */
export function contributions(
  model: Model,
  session: SessionInput,
  row: number,
  encoded: EncodedSession | undefined,
): Float32Array {
  const { blend } = model.manifest;
  return Float32Array.from(session.rows, (from, i) => {
    const edge = (blend.graph * edgeWeight(model, from, row)) / session.rows.length;
    if (encoded === undefined) return edge;
    return edge + (likeness(model, from, row) * (encoded.factors[i] ?? 0)) / blend.temperature;
  });
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
