/**
 * Rounds a query to 16-bit integers, written to `values`; answers what one of them is worth. An int16 query errs by less
 * than 1e-4 of the longest score, which int8 rows hide, and makes the sums of a scan exact.
 */
export function roundQuery(query: Float32Array, values: Int16Array): number {
  let largest = 0;
  for (const value of query) largest = Math.max(largest, Math.abs(value));
  const scale = largest / 32_767 || 1;
  values.fill(0);
  for (let k = 0; k < query.length; k++) values[k] = Math.round((query[k] as number) / scale);
  return scale;
}
