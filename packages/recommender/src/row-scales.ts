/** Writes 1 / length of each row to `scales`. Throws an `Error` that names the row whose values are all 0. */
export function measureRows(rows: Int8Array, dimensions: number, scales: Float32Array): void {
  for (let row = 0, at = 0; row < scales.length; row++) {
    let squares = 0;
    for (const end = at + dimensions; at < end; at++) squares += (rows[at] as number) * (rows[at] as number);
    if (squares === 0) throw new Error(`tensor item_vectors holds nothing but 0 in row ${row}`);
    scales[row] = 1 / Math.sqrt(squares);
  }
}
