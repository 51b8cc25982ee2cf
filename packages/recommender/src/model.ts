import type { ModelManifest } from '@edgecart/protocol';
import { arePacked, type ModelMemory, maxDimensions } from './model-memory.ts';
import { readSafetensors, type Safetensors, type TensorData, takeTensor } from './safetensors.ts';

/** A model ready to be asked. N items, d dimensions, K neighbours; docs/model-format.md explains each part. */
export interface Model {
  version: string;
  manifest: ModelManifest;
  rowOf: Map<string, number>;
  /** [N, d], or [N, d / 2] with two values in a byte: the directions of the items. */
  vectors: Int8Array | Uint8Array;
  categories: Uint8Array | Uint16Array;
  /** [N]; 255 is the most popular. */
  popularity: Uint8Array;
  /** Rows in order of popularity, the most popular first. */
  byPopularity: Uint32Array;
  graph: { items: Uint16Array | Uint32Array; weights: Uint8Array; neighbours: number };
  /** [P, C], persona by persona. */
  personaCentroids: Float32Array;
  /** All tensors of the file; the encoder takes its own when it is made. */
  tensors: Safetensors['tensors'];
  /** Where the file lies, with room behind it to score in. */
  memory: ModelMemory;
}

/**
 * Opens a model from its two files and checks that they fit each other: type and shape of the tensors, and that each index
 * points to something. Throws an `Error` that names the tensor. It does not check the hash: `verifyModel` does; what the
 * encoder alone reads it leaves to the encoder.
 */
export function openModel(manifest: ModelManifest, memory: ModelMemory): Model {
  if (manifest.format !== 'edgecart-model/2')
    throw new Error(`the manifest's format is ${manifest.format}, not edgecart-model/2`);
  const items = manifest.items.length;
  const { dimensions: d } = manifest;
  if (items > rowsMost) throw new Error(`the model has ${items} items, more than ${rowsMost}`);
  if (!(d > 0 && d <= maxDimensions)) throw new Error(`the model has ${d} dimensions, not 1 to ${maxDimensions}`);
  const { tensors } = readSafetensors(memory.file);
  const neighbours = tensors.get('graph_items')?.shape[1] ?? 0;
  const take = <T extends TensorData>(name: string, type: new (n: number) => T, ...shape: number[]) =>
    takeTensor(tensors, name, type, shape);

  const model: Model = {
    version: manifest.version,
    manifest,
    rowOf: new Map(manifest.items.map((id, row) => [id, row])),
    vectors: arePacked(manifest)
      ? take('item_vectors', Uint8Array, items, d / 2)
      : take('item_vectors', Int8Array, items, d),
    categories:
      manifest.categories.length > 256
        ? take('item_categories', Uint16Array, items)
        : take('item_categories', Uint8Array, items),
    popularity: take('popularity', Uint8Array, items),
    byPopularity: new Uint32Array(items),
    graph: {
      items:
        items > 65_535
          ? take('graph_items', Uint32Array, items, neighbours)
          : take('graph_items', Uint16Array, items, neighbours),
      weights: take('graph_weights', Uint8Array, items, neighbours),
      neighbours,
    },
    personaCentroids: take('persona_centroids', Float32Array, manifest.personas.length, manifest.categories.length),
    tensors,
    memory,
  };
  if (model.rowOf.size !== items) throw new Error('the manifest names an item twice');
  requireBelow('graph_items', model.graph.items, items);
  requireBelow('item_categories', model.categories, manifest.categories.length);
  orderByPopularity(model);
  return model;
}

function requireBelow(name: string, indices: TensorData, end: number): void {
  for (const index of indices)
    if (index >= end) throw new Error(`tensor ${name} holds ${index}, which is not below ${end}`);
}

function orderByPopularity({ byPopularity, popularity }: Model): void {
  // Numbers sort natively, tens of times as fast as rows by a function: what is more popular first, then the row.
  const keys = Uint32Array.from(popularity, (value, row) => (255 - value) * rowsMost + row).sort();
  for (let place = 0; place < keys.length; place++) byPopularity[place] = (keys[place] as number) % rowsMost;
}

/** Key and row fit 32 bits. */
const rowsMost = 2 ** 21;
