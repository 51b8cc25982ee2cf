import type { Model } from './model.ts';

type Table = Pick<Model, 'vectors' | 'scales'> & { manifest: Pick<Model['manifest'], 'dimensions'> };

/** Writes the vector of an item, dequantised, to `out` from `offset` on. */
export function readItemVector(model: Table, row: number, out: Float32Array, offset = 0): void {
  const { dimensions } = model.manifest;
  const scale = model.scales[row] ?? 0;
  const start = row * dimensions;
  for (let k = 0; k < dimensions; k++) out[offset + k] = (model.vectors[start + k] ?? 0) * scale;
}
