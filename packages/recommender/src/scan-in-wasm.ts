import { kernelBytes } from './kernel-bytes.ts';
import type { ScanRows, ScanTables } from './scan-rows.ts';

/** The kernel's function, as kernel/score.wat has it: addresses are bytes into the memory. */
type Kernel = (
  row: number,
  end: number,
  vectors: number,
  dimensions: number,
  query: number,
  queryEnd: number,
  scales: number,
  popularity: number,
  scores: number,
  queryScale: number,
  popularityFactor: number,
  threshold: number,
  found: number,
) => number;

/** The module is small enough for any thread to compile at once. */
function startKernel(memory: WebAssembly.Memory): Kernel {
  const bytes = Uint8Array.from(kernelBytes.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), { m: { m: memory } }).exports.scan as Kernel;
}

/**
 * The scan by the kernel, over tables in its memory. Throws where the browser has no SIMD, or the page's content security
 * policy lacks `'wasm-unsafe-eval'`.
 */
export function scanInWasm(memory: WebAssembly.Memory, tables: ScanTables): ScanRows {
  const kernel = startKernel(memory);
  const { vectors, dimensions, query, scales, popularity, scores, found } = tables;
  return (from, to, queryScale, popularityFactor, threshold) => {
    const end = kernel(
      from,
      to,
      vectors.byteOffset,
      dimensions,
      query.byteOffset,
      query.byteOffset + query.byteLength,
      scales.byteOffset,
      popularity.byteOffset,
      scores.byteOffset,
      queryScale,
      popularityFactor,
      threshold,
      found.byteOffset,
    );
    let count = (end - found.byteOffset) / 4;
    // Rows are scored in fours: the last may not be there.
    while (count > 0 && (found[count - 1] as number) >= to) count--;
    return count;
  };
}
