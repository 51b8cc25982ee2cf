import type { ModelManifest } from '@edgecart/protocol';
import { type ModelMemory, maxDimensions } from './model-memory.ts';
import { readSafetensors, type Safetensors, type TensorData, takeTensor } from './safetensors.ts';

/** A model ready to be asked. N items, d dimensions, K neighbours; docs/model-format.md explains each part. */
export interface Model {
  version: string;
  /** Without the ids. */
  manifest: Omit<ModelManifest, 'items'>;
  /** Of no row there is no id. */
  idOf: (row: number | undefined) => string | undefined;
  rowOf: Pick<ReadonlyMap<string, number>, 'get' | 'has' | 'size'>;
  /** [N, d]; row j times `scales[j]` has length 1. */
  vectors: Int8Array;
  scales: Float32Array;
  categories: Uint16Array;
  popularity: Float32Array;
  /** The rows of the most popular items, the most popular first. */
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
 * check the hash: `verifyModel` does.
 */
export function openModel({ items: ids, ...manifest }: ModelManifest, memory: ModelMemory): Model {
  if (manifest.format !== 'edgecart-model/1')
    throw new Error(`the manifest's format is ${manifest.format}, not edgecart-model/1`);
  const items = ids.length;
  const { dimensions: d } = manifest;
  if (items > rowsMost) throw new Error(`the model has ${items} items, more than ${rowsMost}`);
  if (!(d > 0 && d <= maxDimensions)) throw new Error(`the model has ${d} dimensions, not 1 to ${maxDimensions}`);
  const { tensors } = readSafetensors(memory.file);
  const neighbours = tensors.get('graph_items')?.shape[1] ?? 0;
  const take = <T extends TensorData>(name: string, type: new (n: number) => T, ...shape: number[]) =>
    takeTensor(tensors, name, type, shape);
  const float = (name: string, ...shape: number[]) => take(name, Float32Array, ...shape);

  const popularity = float('popularity', items);
  const model: Model = {
    version: manifest.version,
    manifest,
    idOf: (row = -1) => ids[row],
    rowOf: new Map(ids.map((id, row) => [id, row])),
    vectors: take('item_vectors', Int8Array, items, d),
    scales: float('item_scales', items),
    categories: take('item_categories', Uint16Array, items),
    popularity,
    byPopularity: mostPopular(popularity),
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
  requireWithin('graph_items', model.graph.items, 0, items - 1);
  requireWithin('item_categories', model.categories, 0, manifest.categories.length - 1);
  requireWithin('item_scales', model.scales, 1e-38, 1e38);
  requireWithin('popularity', popularity, 0, 1e38);
  requireWithin('graph_scales', model.graph.scales, 0, 1e38);
  return model;
}

/** Also refuses what is no number. */
function requireWithin(name: string, values: TensorData, least: number, most: number): void {
  for (const value of values)
    if (!(value >= least && value <= most))
      throw new Error(`tensor ${name} holds ${value}, which is not from ${least} to ${most}`);
}

function mostPopular(popularity: Float32Array): Uint32Array {
  // Numbers sort natively, tens of times as fast as rows by a function: what is more popular first, then the row. The bits
  // of floats from 0 on are ordered like the floats.
  const bits = new Uint32Array(popularity.slice().buffer);
  const keys = Float64Array.from(bits, (value, row) => (2 ** 31 - value) * rowsMost + row).sort();
  return Uint32Array.from(keys.subarray(0, popularMost), (key) => key % rowsMost);
}

/** More than any answer needs, whatever must not be in it. */
const popularMost = 2_000;
/** Key and row fit the 53 bits of a number. */
const rowsMost = 2 ** 21;
