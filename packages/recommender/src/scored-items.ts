import type { Model } from './model.ts';
import { measureRows } from './row-scales.ts';
import { unpackRows } from './unpack-rows.ts';
import { workspace } from './workspace.ts';

/** What scoring reads of a model's N items. */
export interface ScoredItems {
  dimensions: number;
  /** [N, d]; row j times `scales[j]` has length 1. */
  vectors: Int8Array;
  /** [N] */
  scales: Float32Array;
  /** [N], in [0, 1]. */
  popularity: Float32Array;
}

/**
 * Brings a model's items into the form that scoring wants, in the memory where the model lies. Throws an `Error` that names
 * the row that has no direction.
 */
export function scoredItems({ manifest, vectors, popularity, memory }: Model): ScoredItems {
  const { dimensions } = manifest;
  const room = workspace(memory, popularity.length, dimensions);
  const unpacked = vectors instanceof Uint8Array ? unpackRows(vectors, room.unpacked()) : vectors;
  measureRows(unpacked, dimensions, room.scales);
  for (let row = 0; row < popularity.length; row++) room.popularity[row] = (popularity[row] as number) / 255;
  return { dimensions, vectors: unpacked, scales: room.scales, popularity: room.popularity };
}

/** Writes the vector of an item, of length 1, to `out` from `offset` on. */
export function readItemVector(items: ScoredItems, row: number, out: Float32Array, offset = 0): void {
  const { vectors, scales, dimensions } = items;
  const scale = scales[row] ?? 0;
  const start = row * dimensions;
  for (let k = 0; k < dimensions; k++) out[offset + k] = (vectors[start + k] ?? 0) * scale;
}
