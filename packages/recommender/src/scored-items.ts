import type { Model } from './model.ts';
import { arePacked, maxDimensions } from './model-memory.ts';
import { measureRows } from './row-scales.ts';
import { takeTensor } from './safetensors.ts';
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
 * Takes a model's items out of its file and brings them into the form that scoring wants, in the memory where the model
 * lies. Throws an `Error` that names what does not fit, or the row that has no direction.
 */
export function scoredItems(model: Model): ScoredItems {
  const { popularity, memory } = model;
  const { dimensions } = model.manifest;
  if (!(dimensions > 0 && dimensions <= maxDimensions))
    throw new Error(`the model has ${dimensions} dimensions, not 1 to ${maxDimensions}`);
  const items = popularity.length;
  const room = workspace(memory, items, dimensions);
  const vectors = itemVectors(model, items, dimensions, room.unpacked);
  measureRows(vectors, dimensions, room.scales);
  for (let row = 0; row < items; row++) room.popularity[row] = (popularity[row] as number) / 255;
  return { dimensions, vectors, scales: room.scales, popularity: room.popularity };
}

/** [N, d], from the file as they are or unpacked to `unpacked`. */
function itemVectors(
  { manifest, tensors }: Model,
  items: number,
  dimensions: number,
  unpacked: () => Int8Array,
): Int8Array {
  if (!arePacked(manifest.tensors)) return takeTensor(tensors, 'item_vectors', Int8Array, [items, dimensions]);
  const parts = tensors.get('item_codebook')?.shape[0];
  const codes = takeTensor(tensors, 'item_vectors', Uint8Array, [items, parts ?? dimensions / 2]);
  if (parts === undefined) return unpackRows(codes, unpacked());
  const width = dimensions / parts;
  if (width % 2 !== 0) throw new Error(`tensor item_codebook has ${parts} parts, not of an even width`);
  return unpackRows(codes, unpacked(), takeTensor(tensors, 'item_codebook', Int8Array, [parts, 256, width]));
}

/** Writes the vector of an item, of length 1, to `out` from `offset` on. */
export function readItemVector(items: ScoredItems, row: number, out: Float32Array, offset = 0): void {
  const { vectors, scales, dimensions } = items;
  const scale = scales[row] ?? 0;
  const start = row * dimensions;
  for (let k = 0; k < dimensions; k++) out[offset + k] = (vectors[start + k] ?? 0) * scale;
}
