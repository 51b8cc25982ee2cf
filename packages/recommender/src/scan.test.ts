import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asSource, assemble } from '../kernel/assemble.ts';
import { kernelBytes } from './kernel-bytes.ts';
import { blockRows } from './model-memory.ts';
import { roundQuery } from './round-query.ts';
import { scanInTypeScript } from './scan-in-typescript.ts';
import { scanInWasm } from './scan-in-wasm.ts';
import type { ScanTables } from './scan-rows.ts';

/** A catalogue in a memory of its own, its vectors at any address, filled by a source of numbers in [0, 1). */
function tablesOf(items: number, d: number, shift: number, next: () => number) {
  const padded = Math.ceil(d / 16) * 16;
  let end = shift;
  const place = (bytes: number) => {
    const start = end;
    end = Math.ceil((end + bytes) / 4) * 4;
    return start;
  };
  const starts = [items * d, 4 * items, 4 * items, 2 * padded, 4 * (items + 4), 4 * (items + 4)].map(place);
  const [vectors, scales, popularity, query, scores, found] = starts;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((end + 4 * d + 16) / 65_536) });
  const buffer = memory.buffer as ArrayBuffer;
  // Garbage everywhere: what lies behind a table must not count.
  const all = new Uint8Array(buffer);
  for (let at = 0; at < end; at++) all[at] = next() * 256;
  const tables = {
    memory,
    buffer,
    vectors: new Int8Array(buffer, vectors, items * d),
    dimensions: d,
    scales: new Float32Array(buffer, scales, items),
    popularity: new Float32Array(buffer, popularity, items),
    query: new Int16Array(buffer, query, padded),
    scores: new Float32Array(buffer, scores, items),
    found: new Uint32Array(buffer, found, items + 4),
  };
  for (let row = 0; row < items; row++) {
    tables.scales[row] = next() / 100;
    tables.popularity[row] = next();
  }
  tables.query.fill(0, d);
  return tables satisfies ScanTables;
}

function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 8) / 2 ** 24;
  };
}

const bits = (values: Float32Array) => Array.from(new Uint32Array(values.slice().buffer));

/** Scans by both and answers what each wrote and found. */
function byBoth(tables: ReturnType<typeof tablesOf>, from: number, threshold: number, queryScale = 1.7e-5) {
  const items = tables.scores.length;
  return [scanInWasm(tables.memory, tables), scanInTypeScript(tables)].map((scan) => {
    tables.scores.fill(0);
    tables.found.fill(0);
    const count = scan(from, items, queryScale, 0.2, threshold);
    return { scores: bits(tables.scores), found: Array.from(tables.found.subarray(0, count)) };
  });
}

test('the kernel scores like its twin, bit by bit, for every length and dimension', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 70 }),
      fc.integer({ min: 1, max: 140 }),
      fc.integer({ min: 0, max: 15 }),
      fc.integer(),
      (items, d, shift, seed) => {
        const next = numbers(seed);
        const tables = tablesOf(items, d, shift, next);
        roundQuery(
          Float32Array.from({ length: d }, () => next() - 0.5),
          tables.query,
        );
        const [wasm, twin] = byBoth(tables, 0, 0.1);
        expect(wasm).toEqual(twin);
        expect(twin?.found).toEqual(
          [...tables.scores.keys()].filter((row) => (tables.scores[row] ?? 0) > Math.fround(0.1)),
        );
      },
    ),
    { numRuns: 500 },
  ));

test('they agree for each dimension up to the largest, at the largest values that there are', () => {
  for (let d = 1; d <= 512; d++) {
    const tables = tablesOf(9, d, d % 16, numbers(d));
    for (const [at] of tables.vectors.entries()) tables.vectors[at] = Math.floor(at / d) % 2 === 0 ? -128 : 127;
    tables.query.fill(0);
    tables.query.fill(d % 2 === 0 ? -32_767 : 32_767, 0, d);
    const [wasm, twin] = byBoth(tables, 0, -Infinity, 1);
    expect(wasm).toEqual(twin);
    const exact = Math.fround(Math.fround(-128 * d * (tables.query[0] ?? 0)) * (tables.scales[0] ?? 0));
    expect(tables.scores[0]).toBe(Math.fround(exact + Math.fround(Math.fround(0.2) * (tables.popularity[0] ?? 0))));
  }
});

test('a scan that begins in the middle leaves the rows before it alone', () => {
  const tables = tablesOf(50, 24, 3, numbers(5));
  const [wasm, twin] = byBoth(tables, 20, 0);
  expect(wasm).toEqual(twin);
  expect(twin?.scores.slice(0, 20)).toEqual(new Array(20).fill(0));
  expect(Math.min(...(twin?.found ?? []))).toBeGreaterThanOrEqual(20);
});

test('scales and popularity that are no numbers are passed on, and never found', () => {
  const tables = tablesOf(8, 16, 0, numbers(1));
  tables.scales[2] = Number.NaN;
  tables.popularity[5] = -Infinity;
  const [wasm, twin] = byBoth(tables, 0, -Infinity);
  expect(wasm?.found).toEqual([0, 1, 3, 4, 6, 7]);
  expect(twin?.found).toEqual(wasm?.found);
});

test('a query that is rounded keeps its largest value, and one of zeros stays zero', () => {
  const values = new Int16Array(16);
  expect(roundQuery(Float32Array.of(0.5, -1, 0.25), values)).toBeCloseTo(1 / 32_767, 12);
  expect(Array.from(values.subarray(0, 4))).toEqual([16_384, -32_767, 8_192, 0]);
  roundQuery(new Float32Array(16), values);
  expect(values.every((value) => value === 0)).toBe(true);
});

test('the kernel has less than 1 kB, and its bytes are those of its source', async () => {
  const bytes = await assemble();
  expect(bytes.length).toBeLessThan(1_000);
  expect(asSource(bytes)).toContain(`'${kernelBytes}'`);
  expect(blockRows % 4).toBe(0);
});
