import type { EncodedSession } from './encode-session.ts';
import { graphParts } from './item-graph.ts';
import type { Model } from './model.ts';
import type { ScoredItems } from './scored-items.ts';
import type { SessionInput } from './session-input.ts';

/**
 * How much each interaction of the session added to the score of an item, whose gain by the item graph is known. Exact:
 * the sum is the score without popularity and repeats (docs/model-format.md). [n]
 */
export function contributions(
  model: Model,
  items: ScoredItems,
  session: SessionInput,
  row: number,
  { factors }: EncodedSession,
  gain: number,
): Float64Array {
  const { temperature } = model.manifest.blend;
  const edges = graphParts(model, session.rows, row);
  const share = edges.reduce((sum, edge) => sum + edge, 0) || 1;
  return edges.map(
    (edge, i) => (gain * edge) / share + ((factors[i] ?? 0) * likeness(items, session.rows[i] ?? 0, row)) / temperature,
  );
}

/** The product of two items' vectors: their cosine. */
function likeness({ vectors, scales, dimensions }: ScoredItems, one: number, other: number): number {
  const [first, second] = [one * dimensions, other * dimensions];
  let sum = 0;
  for (let k = 0; k < dimensions; k++) sum += (vectors[first + k] as number) * (vectors[second + k] as number);
  return sum * (scales[one] as number) * (scales[other] as number);
}

/** The row of the session's item that spoke loudest for an item, all its interactions together. */
export function loudest(session: SessionInput, parts: Float64Array): number | undefined {
  const byRow = new Map<number, number>();
  parts.forEach((part, i) => {
    const row = session.rows[i];
    if (row !== undefined) byRow.set(row, (byRow.get(row) ?? 0) + part);
  });
  let best: number | undefined;
  let most = 0;
  for (const [row, part] of byRow)
    if (part > most) {
      most = part;
      best = row;
    }
  return best;
}
