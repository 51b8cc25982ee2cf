import { placeFile } from '@edgecart/recommender';
import { type CatalogueScan, createCatalogueScan } from '@edgecart/recommender/scan';

/** A table that the kernel scans: int8 rows with a scale each, in a memory of its own. */
export function scanOf(table: Float32Array, d: number, popularity: Float32Array): CatalogueScan {
  const n = popularity.length;
  const file = new ArrayBuffer(n * (8 + d));
  const [scales, kept] = [new Float32Array(file, 0, n), new Float32Array(file, 4 * n, n)];
  const vectors = new Int8Array(file, 8 * n);
  kept.set(popularity);
  for (let row = 0; row < n; row++) {
    const vector = table.subarray(row * d, (row + 1) * d);
    const scale = Math.max(1e-12, ...vector.map(Math.abs)) / 127;
    scales[row] = scale;
    for (let k = 0; k < d; k++) vectors[row * d + k] = Math.round((vector[k] as number) / scale);
  }
  const memory = placeFile({ items: new Array(n) }, file);
  const items = {
    dimensions: d,
    vectors: new Int8Array(memory.buffer, 8 * n, n * d),
    scales: new Float32Array(memory.buffer, 0, n),
    popularity: new Float32Array(memory.buffer, 4 * n, n),
  };
  return createCatalogueScan(items, memory);
}
