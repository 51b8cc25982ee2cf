import type { ModelManifest } from '@edgecart/protocol';

interface TensorToWrite {
  data: Int8Array | Uint8Array | Uint16Array | Float32Array;
  shape: number[];
}

const dtypes = new Map<unknown, string>([
  [Int8Array, 'I8'],
  [Uint8Array, 'U8'],
  [Uint16Array, 'U16'],
  [Float32Array, 'F32'],
]);

export function writeSafetensors(
  tensors: Record<string, TensorToWrite>,
  metadata: Record<string, string>,
): ArrayBuffer {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { data, shape }] of Object.entries(tensors)) {
    header[name] = { dtype: dtypes.get(data.constructor), shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + end);
  new DataView(file.buffer).setUint32(0, text.length, true);
  file.set(text, 8);
  let at = 8 + text.length;
  for (const { data } of Object.values(tensors)) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file.buffer;
}

/** A repeatable source of numbers in [-1, 1): mulberry32. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

async function sha256(bytes: BufferSource): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

export const tinyCategories = ['fruit', 'bread', 'dairy'];

/** A model with random weights: `i0` is the most popular item, and each item's neighbours are the three that follow. */
export async function tinyModel({
  items = 30,
  dimensions = 8,
  seed = 1,
  dropTensor = '',
  brokenTensor = '',
  lastScale = Number.NEGATIVE_INFINITY,
} = {}): Promise<{
  manifest: ModelManifest;
  file: ArrayBuffer;
}> {
  const next = numbers(seed);
  const [length, types, ages, inner, neighbours, personas] = [6, 5, 4, 12, 3, 2];
  const floats = (size: number, scale = 0.5) => Float32Array.from({ length: size }, () => scale * next());
  const vectors = new Int8Array(items * dimensions);
  const scales = new Float32Array(items);
  for (let row = 0; row < items; row++) {
    const vector = floats(dimensions);
    const size = Math.hypot(...vector);
    const unit = vector.map((value) => value / size);
    const scale = Math.max(...unit.map(Math.abs)) / 127;
    scales[row] = scale;
    vectors.set(
      unit.map((value) => Math.round(value / scale)),
      row * dimensions,
    );
  }
  if (lastScale !== Number.NEGATIVE_INFINITY) scales[items - 1] = lastScale;
  const at = (row: number, k: number) => (row + k + 1) % items;
  const tensors: Record<string, TensorToWrite> = {
    item_scales: { data: scales, shape: [items] },
    popularity: { data: Float32Array.from({ length: items }, (_, row) => 1 - row / items), shape: [items] },
    graph_scales: { data: new Float32Array(items).fill(0.01), shape: [items] },
    persona_centroids: { data: Float32Array.of(1, 0, 0, 0, 0.5, 0.5), shape: [personas, 3] },
    'encoder.position': { data: floats(length * dimensions), shape: [length, dimensions] },
    'encoder.event_type': { data: floats(types * dimensions), shape: [types, dimensions] },
    'encoder.age': { data: floats(ages * dimensions), shape: [ages, dimensions] },
    'encoder.cart': { data: floats(2 * dimensions), shape: [2, dimensions] },
    ...Object.fromEntries(
      ['query', 'key', 'value', 'output'].map((name) => [
        `encoder.${name}`,
        { data: floats(dimensions ** 2), shape: [dimensions, dimensions] },
      ]),
    ),
    'encoder.inner': { data: floats(dimensions * inner), shape: [dimensions, inner] },
    'encoder.inner_bias': { data: floats(inner), shape: [inner] },
    'encoder.outer': { data: floats(inner * dimensions), shape: [inner, dimensions] },
    'encoder.outer_bias': { data: floats(dimensions), shape: [dimensions] },
    'encoder.pool': { data: floats(dimensions), shape: [dimensions, 1] },
    item_categories: { data: Uint16Array.from({ length: items }, (_, row) => row % 3), shape: [items] },
    graph_items: {
      data: Uint16Array.from({ length: items * neighbours }, (_, i) => at(Math.floor(i / neighbours), i % neighbours)),
      shape: [items, neighbours],
    },
    graph_weights: {
      data: Uint8Array.from({ length: items * neighbours }, (_, i) => 200 - 50 * (i % neighbours)),
      shape: [items, neighbours],
    },
    item_vectors: { data: vectors, shape: [items, dimensions] },
  };
  tensors[brokenTensor]?.data.fill(Number.NaN);
  delete tensors[dropTensor];
  const ids = Array.from({ length: items }, (_, row) => `i${row}`);
  const file = writeSafetensors(tensors, {
    format: 'edgecart-model/1',
    items_sha256: await sha256(new TextEncoder().encode(ids.join('\n'))),
  });
  return {
    file,
    manifest: {
      format: 'edgecart-model/1',
      version: await sha256(file),
      file: 'model.safetensors',
      bytes: file.byteLength,
      items: ids,
      categories: tinyCategories,
      dimensions,
      encoder: {
        max_length: length,
        event_types: ['view_item', 'select_item', 'add_to_cart', 'remove_from_cart', 'purchase'],
        age_buckets: ages,
      },
      blend: { temperature: 0.1, graph: 1.5, popularity: 0.2 },
      personas: [
        { name: 'Fruit lovers', categories: ['fruit'] },
        { name: 'Breakfast', categories: ['bread', 'dairy'] },
      ],
      tensors: {},
      metrics: {},
      trained_on: {},
      golden: [],
    },
  };
}
