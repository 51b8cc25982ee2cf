/**
 * Adds to `scores` the product of each item's vector with the query: int8 rows times a float query, one scale a row.
 * This is the plain twin that any faster kernel must equal; the reading of `vectors` is its cost.
 *
 * @param query [d]
 * @param vectors [N, d]
 * @param scales [N]
 * @param scores [N], added to
 */
export function scoreCatalogue(
  query: Float32Array,
  vectors: Int8Array,
  scales: Float32Array,
  scores: Float32Array,
): void {
  const d = query.length;
  const unrolled = d - (d % 4);
  for (let row = 0, at = 0; row < scores.length; row++, at += d) {
    let a = 0;
    let b = 0;
    let c = 0;
    let e = 0;
    for (let k = 0; k < unrolled; k += 4) {
      a += (vectors[at + k] as number) * (query[k] as number);
      b += (vectors[at + k + 1] as number) * (query[k + 1] as number);
      c += (vectors[at + k + 2] as number) * (query[k + 2] as number);
      e += (vectors[at + k + 3] as number) * (query[k + 3] as number);
    }
    for (let k = unrolled; k < d; k++) a += (vectors[at + k] as number) * (query[k] as number);
    scores[row] = (scores[row] as number) + (a + b + (c + e)) * (scales[row] as number);
  }
}
