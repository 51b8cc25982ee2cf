import type { ModelManifest } from '@edgecart/protocol';

/** The one place in memory where a model lies: its file, and behind it the room that scoring works in. */
export interface ModelMemory {
  buffer: ArrayBuffer;
  /** Where the file goes. */
  file: Uint8Array<ArrayBuffer>;
  /** Absent where there is no WebAssembly: then plain TypeScript scores. */
  wasm: WebAssembly.Memory | undefined;
}

/** What the room for a model depends on; rows are of 8 bits where no tensors are named. */
export type Measured = Pick<ModelManifest, 'bytes' | 'items'> & Partial<Pick<ModelManifest, 'dimensions' | 'tensors'>>;

/** Rows scored at a time; between two blocks the threshold rises. */
export const blockRows = 1_024;
/** With more, a sum of products could leave 32 bits. */
export const maxDimensions = 512;

/** Of float32 beside the file, for each item: scale, popularity and score. */
const floatsPerItem = 3;
/**
 * Beside those: the rounded query (1 kB), the rows found in a block (4 kB), what the kernel reads beyond the last row
 * (1.5 kB), and the gaps between them.
 */
const workBytes = 8_192;

const pageBytes = 65_536;

/** Whether a byte of the file holds several values of an item vector, as the manifest has it. */
export const arePacked = (tensors: ModelManifest['tensors']): boolean => tensors.item_vectors?.dtype === 'U8';

/**
 * Reserves the memory for a model, where there is WebAssembly the kernel's own, so that the table is never copied
 * again. Throws a `RangeError` when there is not that much memory.
 */
export function reserveModelMemory({ bytes, items, dimensions = 0, tensors = {} }: Measured): ModelMemory {
  if (!(bytes > 0 && Array.isArray(items))) throw new Error('the manifest lacks its bytes or its items');
  const unpacked = arePacked(tensors) ? dimensions : 0;
  const needed = bytes + items.length * (4 * floatsPerItem + unpacked) + workBytes;
  const wasm = globalThis.WebAssembly && new WebAssembly.Memory({ initial: Math.ceil(needed / pageBytes) });
  const buffer = (wasm?.buffer as ArrayBuffer | undefined) ?? new ArrayBuffer(needed);
  return { buffer, file: new Uint8Array(buffer, 0, bytes), wasm };
}

/** Copies a file that lies elsewhere to where it can be scored. */
export function placeFile(manifest: Omit<Measured, 'bytes'>, file: ArrayBuffer): ModelMemory {
  const memory = reserveModelMemory({ ...manifest, bytes: file.byteLength });
  memory.file.set(new Uint8Array(file));
  return memory;
}
