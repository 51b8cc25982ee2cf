import { type ModelManifest, modelFormat } from '@edgecart/protocol';

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

/** Rows of random direction, rounded to so many bits, two values in a byte if they are 4. */
function roundedRows(items: number, dimensions: number, bits: 4 | 8, floats: (size: number) => Float32Array) {
  const most = 2 ** (bits - 1) - 1;
  const values = new Int8Array(items * dimensions);
  for (let row = 0; row < items; row++) {
    const vector = floats(dimensions);
    const scale = Math.max(...vector.map(Math.abs)) / most;
    for (const [k, value] of vector.entries()) values[row * dimensions + k] = Math.round(value / scale);
  }
  return values;
}

/** The format's packing, written once more. */
export function packRows(values: Int8Array): Uint8Array {
  return Uint8Array.from({ length: values.length / 2 }, (_, at) => {
    const [low = 0, high = 0] = [values[2 * at], values[2 * at + 1]];
    return low + 8 + 16 * (high + 8);
  });
}

/** The same rows, by a codebook that holds each part of each of at most 256 rows: nothing is lost. */
export function codeRows(values: Int8Array, dimensions: number, width: number) {
  const parts = dimensions / width;
  const rows = values.length / dimensions;
  const book = new Int8Array(parts * 256 * width);
  const codes = Uint8Array.from({ length: rows * parts }, (_, at) => {
    const row = Math.floor(at / parts);
    const part = at % parts;
    const from = row * dimensions + part * width;
    book.set(values.subarray(from, from + width), (part * 256 + 255 - row) * width);
    return 255 - row;
  });
  return { codes, book, parts };
}

function vectorTensors(
  values: Int8Array,
  items: number,
  dimensions: number,
  bits: number,
): Record<string, TensorToWrite> {
  const shape = [items, (dimensions * bits) / 8];
  if (bits === 8) return { item_vectors: { data: values, shape } };
  if (bits === 4) return { item_vectors: { data: packRows(values), shape } };
  const { codes, book, parts } = codeRows(values, dimensions, 8 / bits);
  return { item_vectors: { data: codes, shape }, item_codebook: { data: book, shape: [parts, 256, 8 / bits] } };
}

/** A model with random weights: `i0` is the most popular item, and each item's neighbours are the three that follow. */
export async function tinyModel({
  items = 30,
  dimensions = 8,
  bits = 8 as 1 | 2 | 4 | 8,
  seed = 1,
  dropTensor = '',
  brokenTensor = '',
  brokenValue = Number.NaN,
  zeroRow = -1,
} = {}): Promise<{
  manifest: ModelManifest;
  file: ArrayBuffer;
}> {
  const next = numbers(seed);
  const [length, types, ages, neighbours, personas] = [6, 5, 4, 3, 2];
  const floats = (size: number) => Float32Array.from({ length: size }, next);
  const vectors = roundedRows(items, dimensions, bits === 4 ? 4 : 8, floats);
  if (zeroRow >= 0) vectors.fill(0, zeroRow * dimensions, (zeroRow + 1) * dimensions);
  const at = (row: number, k: number) => (row + k + 1) % items;
  const tensors: Record<string, TensorToWrite> = {
    persona_centroids: { data: Float32Array.of(1, 0, 0, 0, 0.5, 0.5), shape: [personas, 3] },
    'encoder.pool': { data: floats(dimensions), shape: [dimensions] },
    'encoder.position': { data: floats(length), shape: [length] },
    'encoder.event_type': { data: floats(types), shape: [types] },
    'encoder.age': { data: floats(ages), shape: [ages] },
    'encoder.cart': { data: floats(2), shape: [2] },
    graph_items: {
      data: Uint16Array.from({ length: items * neighbours }, (_, i) => at(Math.floor(i / neighbours), i % neighbours)),
      shape: [items, neighbours],
    },
    graph_weights: {
      data: Uint8Array.from({ length: items * neighbours }, (_, i) => 200 - 50 * (i % neighbours)),
      shape: [items, neighbours],
    },
    item_categories: { data: Uint8Array.from({ length: items }, (_, row) => row % 3), shape: [items] },
    popularity: {
      data: Uint8Array.from({ length: items }, (_, row) => Math.round(255 * (1 - row / items))),
      shape: [items],
    },
    ...vectorTensors(vectors, items, dimensions, bits),
  };
  tensors[brokenTensor]?.data.fill(brokenValue);
  delete tensors[dropTensor];
  const ids = Array.from({ length: items }, (_, row) => `i${row}`);
  const file = writeSafetensors(tensors, {
    format: modelFormat,
    items_sha256: await sha256(new TextEncoder().encode(ids.join('\n'))),
  });
  return {
    file,
    manifest: {
      format: modelFormat,
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
      blend: { temperature: 0.1, popularity: 0.2, graph: 4, decay: 2, repeat: [-1.5, 0.4] },
      personas: [
        { name: 'Fruit lovers', categories: ['fruit'] },
        { name: 'Breakfast', categories: ['bread', 'dairy'] },
      ],
      tensors: Object.fromEntries(
        Object.entries(tensors).map(([name, { data, shape }]) => [
          name,
          { dtype: dtypes.get(data.constructor) ?? '', shape },
        ]),
      ),
      metrics: {},
      trained_on: {},
      golden: [],
    },
  };
}
