import { createHash } from 'node:crypto';
import { type Catalogue, type Interaction, type ModelManifest, modelFormat } from '@edgecart/protocol';
import { numbers } from './numbers.ts';
import { dtypeOf, type TensorToWrite, writeSafetensors } from './write-safetensors.ts';

/** A shop that nobody runs, of any size: what the collector and the shop would serve. */
export interface SyntheticShop {
  manifest: ModelManifest;
  model: Uint8Array;
  catalogue: Catalogue;
  /** Sessions of ten interactions in two or three corners of the shop. */
  sessions: Interaction[][];
}

const dimensions = 64;
const maxLength = 20;
const eventTypes = ['view_item', 'select_item', 'add_to_cart', 'remove_from_cart', 'purchase'];
const ageBuckets = 8;
const neighbours = 20;
const personas = 4;
/** Items of one narrow category, which are neighbours of each other and lie near each other. */
const itemsPerCategory = 100;
const categoriesPerAisle = 10;

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Makes a shop's model (docs/model-format.md) and catalogue with random weights, the same ones for the same count. */
export function syntheticShop(items: number): SyntheticShop {
  const next = numbers(items);
  const categories = Math.ceil(items / itemsPerCategory);
  const categoryOf = Uint16Array.from({ length: items }, () => Math.floor(next() * categories));
  const ids = Array.from({ length: items }, (_, row) => `sku-${String(row).padStart(7, '0')}`);
  const members = Array.from({ length: categories }, (): number[] => []);
  categoryOf.forEach((category, row) => {
    members[category]?.push(row);
  });
  const tensors: Record<string, TensorToWrite> = {
    ...itemTensors(categoryOf, categories, next),
    ...graphTensors(categoryOf, members, next),
    ...encoderTensors(next),
    persona_centroids: { data: shares(personas, categories, next), shape: [personas, categories] },
  };
  const model = writeSafetensors(tensors, { format: modelFormat, items_sha256: sha256(ids.join('\n')) });
  const names = Array.from({ length: categories }, (_, category) => `Category ${category}`);
  return {
    model,
    catalogue: {
      items: ids.map((item_id, row) => ({
        item_id,
        item_name: `Product ${row} of the synthetic shop`,
        price: 1 + (row % 9_900) / 100,
        item_category: `Aisle ${Math.floor((categoryOf[row] ?? 0) / categoriesPerAisle)}`,
        item_category2: names[categoryOf[row] ?? 0] ?? '',
      })),
    },
    sessions: Array.from({ length: 64 }, () => session(ids, members, next)),
    manifest: {
      format: modelFormat,
      version: sha256(model),
      file: 'model.safetensors',
      bytes: model.length,
      items: ids,
      categories: names,
      dimensions,
      encoder: { max_length: maxLength, event_types: eventTypes, age_buckets: ageBuckets },
      blend: { temperature: 0.07, popularity: 0.2, graph: 20, decay: 3, repeat: [-2, 0.5] },
      personas: Array.from({ length: personas }, (_, persona) => ({
        name: `Persona ${persona}`,
        categories: names.slice(persona, persona + 3),
      })),
      tensors: Object.fromEntries(
        Object.entries(tensors).map(([name, tensor]) => [name, { dtype: dtypeOf(tensor), shape: tensor.shape }]),
      ),
      metrics: {},
      trained_on: { data: 'synthetic' },
      golden: [],
    },
  };
}

/** Vectors that lie around the middle of their category, and popularity by Zipf's law. */
function itemTensors(categoryOf: Uint16Array, categories: number, next: () => number): Record<string, TensorToWrite> {
  const items = categoryOf.length;
  const middles = Float32Array.from({ length: categories * dimensions }, () => next() - 0.5);
  const vectors = new Int8Array(items * dimensions);
  const vector = new Float32Array(dimensions);
  for (let row = 0; row < items; row++) {
    const middle = (categoryOf[row] ?? 0) * dimensions;
    let largest = 0;
    for (let k = 0; k < dimensions; k++) {
      const value = (middles[middle + k] ?? 0) + 1.2 * (next() - 0.5);
      vector[k] = value;
      largest = Math.max(largest, Math.abs(value));
    }
    for (let k = 0; k < dimensions; k++) vectors[row * dimensions + k] = Math.round(((vector[k] ?? 0) / largest) * 127);
  }
  const most = Math.log(1 + 50_000);
  const popularity = Uint8Array.from({ length: items }, () => {
    const rank = 1 + Math.floor(next() * items);
    return Math.round((255 * Math.log(1 + 50_000 / rank)) / most);
  });
  return {
    item_vectors: { data: vectors, shape: [items, dimensions] },
    item_categories: { data: categories > 256 ? categoryOf : Uint8Array.from(categoryOf), shape: [items] },
    popularity: { data: popularity, shape: [items] },
  };
}

/** Half of an item's neighbours come from its own category, the others from anywhere. */
function graphTensors(
  categoryOf: Uint16Array,
  members: readonly number[][],
  next: () => number,
): Record<string, TensorToWrite> {
  const items = categoryOf.length;
  const Rows = items > 65_535 ? Uint32Array : Uint16Array;
  const graph = new Rows(items * neighbours);
  const weights = new Uint8Array(items * neighbours);
  for (let row = 0; row < items; row++) {
    const near = members[categoryOf[row] ?? 0] ?? [];
    const start = Math.floor(next() * near.length);
    for (let k = 0; k < neighbours; k++) {
      const at = row * neighbours + k;
      graph[at] = k % 2 === 0 ? (near[(start + k) % near.length] ?? 0) : Math.floor(next() * items);
      weights[at] = 255 - 10 * k;
    }
  }
  return {
    graph_items: { data: graph, shape: [items, neighbours] },
    graph_weights: { data: weights, shape: [items, neighbours] },
  };
}

function encoderTensors(next: () => number): Record<string, TensorToWrite> {
  const floats = (...shape: number[]): TensorToWrite => ({
    data: Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => 0.4 * (next() - 0.5)),
    shape,
  });
  return {
    'encoder.pool': floats(dimensions),
    'encoder.position': floats(maxLength),
    'encoder.event_type': floats(eventTypes.length),
    'encoder.age': floats(ageBuckets),
    'encoder.cart': floats(2),
  };
}

function shares(rows: number, columns: number, next: () => number): Float32Array {
  const data = Float32Array.from({ length: rows * columns }, next);
  for (let row = 0; row < rows; row++) {
    const line = data.subarray(row * columns, (row + 1) * columns);
    const total = line.reduce((sum, value) => sum + value, 0);
    line.forEach((value, column) => {
      line[column] = value / total;
    });
  }
  return data;
}

function session(ids: readonly string[], members: readonly number[][], next: () => number): Interaction[] {
  const corners = Array.from({ length: 3 }, () => members[Math.floor(next() * members.length)] ?? []);
  return Array.from({ length: 10 }, (_, step) => {
    const corner = corners[Math.floor(next() * corners.length)] ?? [];
    const added = next() < 0.3;
    return {
      item_id: ids[corner[Math.floor(next() * corner.length)] ?? 0] ?? '',
      type: added ? 'add_to_cart' : 'view_item',
      age_minutes: 10 - step,
      in_cart: added,
    };
  });
}
