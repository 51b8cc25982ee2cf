import { blockRows, type ModelMemory } from './model-memory.ts';

/** The room behind a model's file, cut into its parts. */
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
    found: new Uint32Array(buffer, next(4 * (blockRows + 4)), blockRows + 4),
    scores: new Float32Array(buffer, next(4 * (items + 4)), items),
    scales: new Float32Array(buffer, next(4 * items), items),
    popularity: new Float32Array(buffer, next(4 * items), items),
    /** Only reserved for a model whose rows are packed. */
    unpacked: () => new Int8Array(buffer, next(items * dimensions), items * dimensions),
  };
}
