/** Where the scan reads and writes. N rows, d dimensions. */
export interface ScanTables {
  /** [N, d] */
  vectors: Int8Array;
  dimensions: number;
  /** [N] */
  scales: Float32Array;
  /** [N] */
  popularity: Float32Array;
  /** The query, filled up with zeros. */
  query: Int16Array;
  /** [N and up to three more] */
  scores: Float32Array;
  /** The rows that were found. */
  found: Uint32Array;
}

/**
 * Scores the rows from `from`, a multiple of 4, up to `to`, and writes those above the threshold to `found`, in order;
 * answers how many they are. The score of a row is, each step rounded to float32,
 *
 *     sum of vectors[row, k] * query[k]  * queryScale * scales[row]  +  popularityFactor * popularity[row]
 *
 * with the exact integer sum. So every implementation gives the same, bit by bit.
 */
export type ScanRows = (
  from: number,
  to: number,
  queryScale: number,
  popularityFactor: number,
  threshold: number,
) => number;
