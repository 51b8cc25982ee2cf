import type { EncoderWeights } from './encoder-weights.ts';
import { readItemVector, type ScoredItems } from './scored-items.ts';
import type { SessionInput } from './session-input.ts';

/** What the encoder makes of a session of n interactions. */
export interface EncodedSession {
  /** [d], of length 1: the session's place among the items. */
  vector: Float32Array;
  /** [n]: `vector` is the sum of the session's item vectors with these factors, which is what makes reasons exact. */
  factors: Float32Array;
}

/** Encodes a session of at least one interaction, as docs/model-format.md defines it. */
export function encodeSession(items: ScoredItems, weights: EncoderWeights, session: SessionInput): EncodedSession {
  const { dimensions: d } = items;
  const n = session.rows.length;
  const vectors = new Float32Array(n * d);
  for (let i = 0; i < n; i++) readItemVector(items, session.rows[i] ?? 0, vectors, i * d);
  const attention = attend(vectors, weights, session);
  const sum = new Float64Array(d);
  for (let i = 0, at = 0; i < n; i++)
    for (let k = 0; k < d; k++, at++) sum[k] = (sum[k] as number) + (attention[i] as number) * (vectors[at] as number);
  // Vectors that cancel each other out leave no direction, and then nothing is like the session.
  const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0)) || 1;
  return {
    vector: Float32Array.from(sum, (value) => value / length),
    factors: Float32Array.from(attention, (value) => value / length),
  };
}

/** The shares of attention that the interactions get; they sum to 1. [n] */
function attend(vectors: Float32Array, weights: EncoderWeights, session: SessionInput): Float64Array {
  const n = session.rows.length;
  const d = weights.pool.length;
  const logits = Float64Array.from({ length: n }, (_, i) => {
    let logit =
      (weights.position[n - 1 - i] ?? 0) +
      (weights.eventType[session.types[i] ?? 0] ?? 0) +
      (weights.age[session.ages[i] ?? 0] ?? 0) +
      (weights.cart[session.cart[i] ?? 0] ?? 0);
    for (let k = 0; k < d; k++) logit += (vectors[i * d + k] as number) * (weights.pool[k] as number);
    return logit;
  });
  const most = Math.max(...logits);
  const odds = logits.map((logit) => Math.exp(logit - most));
  const total = odds.reduce((sum, value) => sum + value, 0);
  return odds.map((value) => value / total);
}
