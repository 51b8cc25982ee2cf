import { createHash } from 'node:crypto';
import type { Catalogue, Interaction, ModelManifest } from '@edgecart/protocol';
import { numbers } from './numbers.ts';
import { type TensorToWrite, writeSafetensors } from './write-safetensors.ts';

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
const inner = 128;
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
  const model = writeSafetensors(tensors, { format: 'edgecart-model/1', items_sha256: sha256(ids.join('\n')) });
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
      format: 'edgecart-model/1',
      version: sha256(model),
      file: 'model.safetensors',
      bytes: model.length,
      items: ids,
      categories: names,
      dimensions,
      encoder: { max_length: maxLength, event_types: eventTypes, age_buckets: ageBuckets },
      blend: { temperature: 0.07, graph: 1.5, popularity: 0.2 },
      personas: Array.from({ length: personas }, (_, persona) => ({
        name: `Persona ${persona}`,
        categories: names.slice(persona, persona + 3),
      })),
      tensors: Object.fromEntries(
        Object.entries(tensors).map(([name, { data, shape }]) => [name, { dtype: data.constructor.name, shape }]),
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
  const scales = new Float32Array(items);
  const vector = new Float32Array(dimensions);
  for (let row = 0; row < items; row++) {
    const middle = (categoryOf[row] ?? 0) * dimensions;
    let squares = 0;
    let largest = 0;
    for (let k = 0; k < dimensions; k++) {
      const value = (middles[middle + k] ?? 0) + 1.2 * (next() - 0.5);
      vector[k] = value;
      squares += value * value;
      largest = Math.max(largest, Math.abs(value));
    }
    for (let k = 0; k < dimensions; k++) vectors[row * dimensions + k] = Math.round(((vector[k] ?? 0) / largest) * 127);
    scales[row] = largest / 127 / Math.sqrt(squares);
  }
  const most = Math.log(1 + 50_000);
  const popularity = Float32Array.from({ length: items }, () => {
    const rank = 1 + Math.floor(next() * items);
    return Math.log(1 + 50_000 / rank) / most;
  });
  return {
    item_vectors: { data: vectors, shape: [items, dimensions] },
    item_scales: { data: scales, shape: [items] },
    item_categories: { data: categoryOf, shape: [items] },
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
    graph_scales: { data: new Float32Array(items).fill(0.5 / 255), shape: [items] },
  };
}

function encoderTensors(next: () => number): Record<string, TensorToWrite> {
  const floats = (...shape: number[]): TensorToWrite => ({
    data: Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => 0.4 * (next() - 0.5)),
    shape,
  });
  return {
    'encoder.position': floats(maxLength, dimensions),
    'encoder.event_type': floats(eventTypes.length, dimensions),
    'encoder.age': floats(ageBuckets, dimensions),
    'encoder.cart': floats(2, dimensions),
    'encoder.query': floats(dimensions, dimensions),
    'encoder.key': floats(dimensions, dimensions),
    'encoder.value': floats(dimensions, dimensions),
    'encoder.output': floats(dimensions, dimensions),
    'encoder.inner': floats(dimensions, inner),
    'encoder.inner_bias': floats(inner),
    'encoder.outer': floats(inner, dimensions),
    'encoder.outer_bias': floats(dimensions),
    'encoder.pool': floats(dimensions, 1),
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
