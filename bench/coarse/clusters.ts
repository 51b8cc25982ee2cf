import { numbers } from '../device/numbers.ts';

export interface Clusters {
  /** [c, d], of length 1. */
  centres: Float32Array;
  /** [n] */
  clusterOf: Uint16Array;
}

const trainedOn = 8_000;
const rounds = 8;

/** Spherical k-means over some of the vectors, then every vector goes to its nearest centre. @param table [n, d] */
export function clusters(table: Float32Array, d: number, count: number): Clusters {
  const n = table.length / d;
  const next = numbers(count);
  const sample = Array.from({ length: Math.min(n, trainedOn) }, () => Math.floor(next() * n));
  let centres = new Float32Array(count * d);
  for (let c = 0; c < count; c++) {
    const row = sample[c % sample.length] as number;
    centres.set(table.subarray(row * d, (row + 1) * d), c * d);
  }
  for (let round = 0; round < rounds; round++) {
    const sums = new Float32Array(count * d);
    for (const row of sample) {
      const c = nearest(table, row, centres, d);
      for (let k = 0; k < d; k++) sums[c * d + k] = (sums[c * d + k] as number) + (table[row * d + k] as number);
    }
    for (let c = 0; c < count; c++) {
      const sum = sums.subarray(c * d, (c + 1) * d);
      const length = Math.hypot(...sum);
      // A centre that nobody is nearest to stays where it is.
      if (length === 0) sum.set(centres.subarray(c * d, (c + 1) * d));
      else for (let k = 0; k < d; k++) sum[k] = (sum[k] as number) / length;
    }
    centres = sums;
  }
  return { centres, clusterOf: Uint16Array.from({ length: n }, (_, row) => nearest(table, row, centres, d)) };
}

function nearest(table: Float32Array, row: number, centres: Float32Array, d: number): number {
  let [best, most] = [0, -Infinity];
  for (let c = 0; c * d < centres.length; c++) {
    let likeness = 0;
    for (let k = 0; k < d; k++) likeness += (table[row * d + k] as number) * (centres[c * d + k] as number);
    if (likeness > most) [best, most] = [c, likeness];
  }
  return best;
}
