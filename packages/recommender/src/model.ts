import type { ModelManifest } from '@edgecart/protocol';
import type { ModelMemory } from './model-memory.ts';
import { readSafetensors, type Safetensors, takeIndices, takeTensor } from './safetensors.ts';

/**
 * A model ready to be asked, with what the item graph and popularity answer from. N items, K neighbours;
 * docs/model-format.md explains each part.
 */
export interface Model {
  version: string;
  /** Without the ids. */
  manifest: Omit<ModelManifest, 'items'>;
  /** Of no row there is no id. */
  idOf: (row: number | undefined) => string | undefined;
  rowOf: Pick<ReadonlyMap<string, number>, 'get' | 'has' | 'size'>;
  /** [N]; 255 is the most popular. */
  popularity: Uint8Array;
  /** The rows of the most popular items, the most popular first. */
  byPopularity: Uint32Array;
  /** [N, K] */
  graph: { items: Uint16Array | Uint32Array; weights: Uint8Array; neighbours: number };
  /** All tensors of the file; the encoder takes its own when it is made. */
  tensors: Safetensors['tensors'];
  /** Where the file lies, with room behind it to score in. */
  memory: ModelMemory;
}

/**
 * Opens a model from its two files and checks that they fit each other: type and shape of the tensors that are taken, and
 * that each index points to something. Throws an `Error` that names the tensor. What only the encoder reads, the encoder
 * checks; the hash, `verifyModel`.
 */
export function openModel({ items: ids, ...manifest }: ModelManifest, memory: ModelMemory): Model {
  if (manifest.format !== 'edgecart-model/2')
    throw new Error(`the manifest's format is ${manifest.format}, not edgecart-model/2`);
  const items = ids.length;
  if (items > rowsMost) throw new Error(`the model has ${items} items, more than ${rowsMost}`);
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  if (rowOf.size !== items) throw new Error('the manifest names an item twice');
  const { tensors } = readSafetensors(memory.file);
  const neighbours = tensors.get('graph_items')?.shape[1] ?? 0;
  const popularity = takeTensor(tensors, 'popularity', Uint8Array, [items]);
  return {
    version: manifest.version,
    manifest,
    idOf: (row = -1) => ids[row],
    rowOf,
    popularity,
    byPopularity: mostPopular(popularity),
    graph: {
      items: takeIndices<Uint16Array | Uint32Array>(
        tensors,
        'graph_items',
        items > 65_535 ? Uint32Array : Uint16Array,
        [items, neighbours],
        items,
      ),
      weights: takeTensor(tensors, 'graph_weights', Uint8Array, [items, neighbours]),
      neighbours,
    },
    tensors,
    memory,
  };
}

/** Numbers sort natively, tens of times as fast as rows by a function: what is more popular first, then the row. */
const mostPopular = (popularity: Uint8Array): Uint32Array =>
  Uint32Array.from(popularity, (value, row) => (255 - value) * rowsMost + row)
    .sort()
    .slice(0, popularMost)
    .map((key) => key % rowsMost);

/** More than any answer needs, whatever must not be in it. */
const popularMost = 2_000;
/** Key and row fit 32 bits. */
const rowsMost = 2 ** 21;
