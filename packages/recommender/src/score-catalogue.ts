/**
 * Adds to `scores` the product of each item's vector with the query. The rows are int8 with one scale each; the query is
 * rounded to 16 bits, so that the sums are exact integers: any faster kernel must give the same, bit by bit. An int16
 * query errs by less than 1e-4 of the longest score, which int8 rows hide.
 *
 * Four rows at a time, because each query value is then loaded once for four products; that is what bounds plain
 * JavaScript here, not the memory.
 *
 * @param query [d], d at most 512: then no sum leaves 32 bits
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
  const { values, scale } = roundQuery(query);
  const add = (row: number, sum: number) => {
    scores[row] = (scores[row] as number) + sum * scale * (scales[row] as number);
  };
  const whole = scores.length - (scores.length % 4);
  for (let row = 0; row < whole; row += 4) {
    let [first, second, third, fourth] = [0, 0, 0, 0];
    for (let k = 0, at = row * d; k < d; k++, at++) {
      const value = values[k] as number;
      first = (first + Math.imul(vectors[at] as number, value)) | 0;
      second = (second + Math.imul(vectors[at + d] as number, value)) | 0;
      third = (third + Math.imul(vectors[at + 2 * d] as number, value)) | 0;
      fourth = (fourth + Math.imul(vectors[at + 3 * d] as number, value)) | 0;
    }
    add(row, first);
    add(row + 1, second);
    add(row + 2, third);
    add(row + 3, fourth);
  }
  for (let row = whole; row < scores.length; row++) {
    let sum = 0;
    for (let k = 0; k < d; k++) sum = (sum + Math.imul(vectors[row * d + k] as number, values[k] as number)) | 0;
    add(row, sum);
  }
}

/** The query as 16-bit integers and what one of them is worth. */
function roundQuery(query: Float32Array): { values: Int16Array; scale: number } {
  let largest = 0;
  for (const value of query) largest = Math.max(largest, Math.abs(value));
  const scale = largest / 32_767 || 1;
  return { values: Int16Array.from(query, (value) => Math.round(value / scale)), scale };
}
