import type { EncodedSession } from './encode-session.ts';
import { graphShares } from './item-graph.ts';
import type { Model } from './model.ts';
import type { ScoredItems } from './scored-items.ts';
import type { SessionInput } from './session-input.ts';

/** The parts of an item's score after a session, which add up to it. */
interface ScoreParts {
  /** To the session, over the temperature, and what a repeat counts. */
  likeness: number;
  /** What the item graph adds. */
  gain: number;
  popularity: number;
}

interface SessionScores {
  /** How likely each neighbour of the session's items comes next, by row. */
  shares: Map<number, number>;
  /** What it counts that an item was in the session, by row. */
  repeats: Map<number, number>;
  parts(row: number): ScoreParts;
}

/** The scores that the model itself, without what was learned of the shopper, gives after a session. */
export function scoreSession(
  model: Model,
  items: ScoredItems,
  session: SessionInput,
  encoded: EncodedSession | undefined,
): SessionScores {
  const { temperature, graph, popularity: popularityBlend, repeat } = model.manifest.blend;
  const [repeatOfNewest = 0, repeatOfEarlier = 0] = repeat;
  const shares = graphShares(model, session.rows);
  const newest = session.rows.at(-1);
  const repeats = new Map(Array.from(session.rows, (row) => [row, row === newest ? repeatOfNewest : repeatOfEarlier]));
  return {
    shares,
    repeats,
    parts(row) {
      const similarity = encoded ? cosine(items, row, encoded.vector) : 0;
      const likeness = similarity / temperature + (repeats.get(row) ?? 0);
      const popularity = popularityBlend * (items.popularity[row] ?? 0);
      return { likeness, gain: graphGain(likeness + popularity, graph * (shares.get(row) ?? 0)), popularity };
    },
  };
}

/** ln(exp(likeness) + share) - likeness, for any two numbers without leaving the range of numbers. */
export function graphGain(likeness: number, share: number): number {
  const lead = Math.log(share) - likeness;
  return Math.max(0, lead) + Math.log1p(Math.exp(-Math.abs(lead)));
}

/** The product of an item's vector and another of length 1. */
function cosine({ vectors, scales, dimensions }: ScoredItems, row: number, vector: Float32Array): number {
  let sum = 0;
  for (let k = 0, at = row * dimensions; k < dimensions; k++, at++)
    sum += (vectors[at] as number) * (vector[k] as number);
  return sum * (scales[row] as number);
}
