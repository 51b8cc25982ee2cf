import { topK } from '@edgecart/recommender/scan';
import type { Tables } from './scoring-variants.ts';

/** Scores that lie nearer than this are ties: float32 sums differ by their order. Vectors have length 1. */
const tieWidth = 1e-4;
const compared = 20;

/** The exact scores of a query, in double precision. [N] */
export function exactScores(query: Float32Array, { floats, items, dimensions }: Tables): Float64Array {
  return Float64Array.from({ length: items }, (_, row) => {
    let sum = 0;
    for (let k = 0; k < dimensions; k++) sum += (floats[row * dimensions + k] as number) * (query[k] as number);
    return sum;
  });
}

/** Throws when scores put other items among the first 20 than the exact ones do, ties aside. */
export function requireSameTop(name: string, scores: Float32Array, exact: Float64Array): void {
  if (scores.length !== exact.length) throw new Error(`${name} gave ${scores.length} scores for ${exact.length} items`);
  const expected = topK(Float32Array.from(exact), compared);
  topK(scores, compared).forEach((row, place) => {
    const difference = Math.abs((exact[row] as number) - (exact[expected[place] ?? 0] as number));
    if (!(difference < tieWidth))
      throw new Error(`${name} has item ${row} at place ${place + 1}, where ${expected[place]} belongs`);
  });
}
