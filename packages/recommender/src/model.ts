import type { ModelManifest } from '@edgecart/protocol';
import { type ModelMemory, maxDimensions, placeFile } from './model-memory.ts';
import { readSafetensors, type Safetensors, type TensorData, takeTensor } from './safetensors.ts';

/** A model ready to be asked. N items, d dimensions, K neighbours; docs/model-format.md explains each part. */
export interface Model {
  version: string;
  manifest: ModelManifest;
  rowOf: Map<string, number>;
  /** [N, d]; row j times `scales[j]` has length 1. */
  vectors: Int8Array;
  scales: Float32Array;
  categories: Uint16Array;
  popularity: Float32Array;
  /** Rows in order of popularity, the most popular first. */
  byPopularity: Uint32Array;
  graph: { items: Uint16Array | Uint32Array; weights: Uint8Array; scales: Float32Array; neighbours: number };
  /** [P, C], persona by persona. */
  personaCentroids: Float32Array;
  /** All tensors of the file; the encoder takes its own when it is made. */
  tensors: Safetensors['tensors'];
  /** Where the file lies, with room behind it to score in. */
  memory: ModelMemory;
}

/**
 * Opens a model from its two files and checks that they fit each other: type and shape of the tensors, that each index
 * points to something, and that what scores are made of are numbers. Throws an `Error` that names the tensor. It does not
 * check the hash: `verifyModel` does. A file that does not lie in a memory of its own yet is copied into one.
 */
export function openModel(manifest: ModelManifest, file: ArrayBuffer | ModelMemory): Model {
  if (manifest.format !== 'edgecart-model/1')
    throw new Error(`the manifest's format is ${manifest.format}, not edgecart-model/1`);
  const items = manifest.items.length;
  const { dimensions: d } = manifest;
  if (!(d > 0 && d <= maxDimensions)) throw new Error(`the model has ${d} dimensions, not 1 to ${maxDimensions}`);
  const memory = 'buffer' in file ? file : placeFile(manifest, file);
  const { tensors } = readSafetensors(memory.file);
  const neighbours = tensors.get('graph_items')?.shape[1] ?? 0;
  const take = <T extends TensorData>(name: string, type: new (n: number) => T, ...shape: number[]) =>
    takeTensor(tensors, name, type, shape);
  const float = (name: string, ...shape: number[]) => take(name, Float32Array, ...shape);

  const model: Model = {
    version: manifest.version,
    manifest,
    rowOf: new Map(manifest.items.map((id, row) => [id, row])),
    vectors: take('item_vectors', Int8Array, items, d),
    scales: float('item_scales', items),
    categories: take('item_categories', Uint16Array, items),
    popularity: float('popularity', items),
    byPopularity: new Uint32Array(items),
    graph: {
      items:
        items > 65_535
          ? take('graph_items', Uint32Array, items, neighbours)
          : take('graph_items', Uint16Array, items, neighbours),
      weights: take('graph_weights', Uint8Array, items, neighbours),
      scales: float('graph_scales', items),
      neighbours,
    },
    personaCentroids: float('persona_centroids', manifest.personas.length, manifest.categories.length),
    tensors,
    memory,
  };
  if (model.rowOf.size !== items) throw new Error('the manifest names an item twice');
  requireBelow('graph_items', model.graph.items, items);
  requireBelow('item_categories', model.categories, manifest.categories.length);
  requireNumbers('item_scales', model.scales, Number.MIN_VALUE);
  requireNumbers('popularity', model.popularity, 0);
  requireNumbers('graph_scales', model.graph.scales, 0);
  orderByPopularity(model);
  return model;
}

function requireBelow(name: string, values: ArrayLike<number>, limit: number): void {
  for (let i = 0; i < values.length; i++)
    if ((values[i] ?? 0) >= limit)
      throw new Error(`tensor ${name} points to ${values[i]}, beyond the last of ${limit}`);
}

function requireNumbers(name: string, values: Float32Array, least: number): void {
  for (const value of values)
    if (!(value >= least && value < Infinity))
      throw new Error(`tensor ${name} holds ${value}, which can't be scored with`);
}

function orderByPopularity({ byPopularity, popularity }: Model): void {
  for (let row = 0; row < byPopularity.length; row++) byPopularity[row] = row;
  byPopularity.sort((a, b) => (popularity[b] ?? 0) - (popularity[a] ?? 0) || a - b);
}
