import type { Model } from './model.ts';
import { blockRows } from './model-memory.ts';
import { roundQuery } from './round-query.ts';
import { createRanking } from './top-k.ts';

/**
 * Scores the whole catalogue for a query of d dimensions: the product with each item's vector times `queryFactor`, and
 * the popularity times `popularityFactor`. One pass: the rows of the k highest scores are found on the way, each block
 * with the threshold that the blocks before it have set.
 *
 * @returns those rows, in no order. All scores are in `model.scores` until the next scan.
 */
export function scanCatalogue(
  model: Pick<Model, 'scan' | 'scores' | 'query' | 'found'>,
  query: Float32Array,
  queryFactor: number,
  popularityFactor: number,
  k: number,
): Uint32Array {
  const { scan, scores, found } = model;
  const scale = roundQuery(query, model.query) * queryFactor;
  const ranking = createRanking(scores, k);
  for (let row = 0; row < scores.length; row += blockRows) {
    const end = Math.min(scores.length, row + blockRows);
    const count = scan(row, end, scale, popularityFactor, ranking.threshold());
    for (let i = 0; i < count; i++) ranking.offer(found[i] as number);
  }
  return ranking.members();
}
