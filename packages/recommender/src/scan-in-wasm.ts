import { kernelBytes } from './kernel-bytes.ts';
import type { ScanRows, ScanTables } from './scan-rows.ts';

/** The kernel's function, as kernel/score.wat has it: addresses are bytes into the memory. */
export type Kernel = (
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

/**
 * Puts the kernel to work in a memory. Throws where the browser has no SIMD, or the page's content security policy lacks
 * `'wasm-unsafe-eval'`. The module is small enough for any thread to compile at once.
 */
export function startKernel(memory: WebAssembly.Memory): Kernel {
  const bytes = Uint8Array.from(kernelBytes.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), { m: { m: memory } }).exports.scan as Kernel;
}

/** The scan by the kernel; the tables lie in its memory. */
export function scanInWasm(kernel: Kernel, tables: ScanTables): ScanRows {
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
