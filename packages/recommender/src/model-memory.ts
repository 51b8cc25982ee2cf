import type { ModelManifest } from '@edgecart/protocol';

/** The one place in memory where a model lies: its file, and behind it the room that scoring works in. */
export interface ModelMemory {
  buffer: ArrayBuffer;
  /** Where the file goes. */
  file: Uint8Array<ArrayBuffer>;
  /** Absent where there is no WebAssembly: then plain TypeScript scores. */
  wasm: WebAssembly.Memory | undefined;
}

/** Rows scored at a time; between two blocks the threshold rises. */
export const blockRows = 1_024;
/** With more, a sum of products could leave 32 bits. */
export const maxDimensions = 512;

/**
 * Beside a score for each item: the rounded query (1 kB), the rows found in a block (4 kB), what the kernel reads beyond the
 * last row (1.5 kB), and the gaps between them.
 */
const workBytes = 8_192;

const pageBytes = 65_536;

/**
 * Reserves the memory for a model, where there is WebAssembly the kernel's own, so that the table is never copied
 * again. Throws a `RangeError` when there is not that much memory.
 */
export function reserveModelMemory({ bytes, items }: Pick<ModelManifest, 'bytes' | 'items'>): ModelMemory {
  if (!(bytes > 0 && Array.isArray(items))) throw new Error('the manifest lacks its bytes or its items');
  const needed = bytes + 4 * items.length + workBytes;
  const wasm = globalThis.WebAssembly && new WebAssembly.Memory({ initial: Math.ceil(needed / pageBytes) });
  const buffer = (wasm?.buffer as ArrayBuffer | undefined) ?? new ArrayBuffer(needed);
  return { buffer, file: new Uint8Array(buffer, 0, bytes), wasm };
}

/** Copies a file that lies elsewhere to where it can be scored. */
export function placeFile(manifest: ModelManifest, file: ArrayBuffer): ModelMemory {
  const memory = reserveModelMemory({ bytes: file.byteLength, items: manifest.items });
  memory.file.set(new Uint8Array(file));
  return memory;
}

/** The room behind the file, cut into its parts. */
export function workspace({ buffer, file }: ModelMemory, items: number, dimensions: number) {
  let end = file.byteLength;
  const next = (bytes: number) => {
    const start = Math.ceil(end / 16) * 16;
    end = start + bytes;
    return start;
  };
  const padded = Math.ceil(dimensions / 16) * 16;
  return {
    query: new Int16Array(buffer, next(2 * padded), padded),
    scores: new Float32Array(buffer, next(4 * (items + 4)), items),
    found: new Uint32Array(buffer, next(4 * (blockRows + 4)), blockRows + 4),
  };
}
