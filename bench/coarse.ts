/**
 * `npm run bench:coarse`: whether a coarse first pass that reads less of the table would pay: how many of the best 20 it
 * keeps, and how much faster than the full scan it is. The last line is for machines (keys in bench/README.md).
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelManifest } from '@edgecart/protocol';
import { type Model, openModel, placeFile } from '@edgecart/recommender';
import { scoredItems, topK } from '@edgecart/recommender/scan';
import { root } from '../scripts/run-command.ts';
import { clusters } from './coarse/clusters.ts';
import { principalAxes } from './coarse/principal-axes.ts';
import { scanOf } from './coarse/quantised.ts';
import { numbers } from './device/numbers.ts';
import { median } from './device/quantiles.ts';
import { syntheticShop } from './device/synthetic-shop.ts';
import { printTable } from './print-table.ts';

const best = 20;
const queriesAsked = 200;
const wantedRecall = 0.99;

interface Pass {
  method: string;
  recall: number;
  /** Milliseconds of the full scan over those of this pass with what it needs beside. */
  gain: number;
}

async function demoModel(): Promise<Model> {
  const folder = join(root, 'demo/model');
  const { version } = JSON.parse(await readFile(join(folder, 'latest.json'), 'utf8')) as { version: string };
  const manifest = JSON.parse(await readFile(join(folder, version, 'manifest.json'), 'utf8')) as ModelManifest;
  const bytes = new Uint8Array(await readFile(join(folder, version, 'model.safetensors')));
  return openModel(manifest, placeFile(manifest, bytes.buffer));
}

function syntheticModel(items: number): Model {
  const { manifest, model } = syntheticShop(items);
  return openModel(manifest, placeFile(manifest, model.slice().buffer as ArrayBuffer));
}

/** Places between an item and some of its neighbours in the item graph, of length 1: as sessions have them. */
function sessionQueries({ graph }: Model, table: Float32Array, d: number): Float32Array[] {
  const next = numbers(5);
  const n = table.length / d;
  return Array.from({ length: queriesAsked }, () => {
    const query = new Float32Array(d);
    for (let i = 0; i < 3; i++) {
      const from = Math.floor(next() * n);
      for (let step = 0; step < 3; step++) {
        const to = graph.items[from * graph.neighbours + Math.floor(next() * graph.neighbours)] ?? from;
        for (const row of [from, to])
          for (let k = 0; k < d; k++) query[k] = (query[k] as number) + (table[row * d + k] as number);
      }
    }
    const length = Math.hypot(...query);
    return query.map((value) => value / length);
  });
}

function timed(work: (query: number) => void): number {
  for (let query = 0; query < queriesAsked; query++) work(query);
  return median(
    Array.from({ length: queriesAsked }, (_, query) => {
      const startMs = performance.now();
      work(query);
      return performance.now() - startMs;
    }),
  );
}

function passesOver(model: Model): Pass[] {
  const { dimensions: d, blend } = model.manifest;
  const { vectors, scales, popularity } = scoredItems(model);
  const n = scales.length;
  const table = Float32Array.from(vectors, (value, at) => value * (scales[Math.floor(at / d)] as number));
  const queries = sessionQueries(model, table, d);
  const full = scanOf(table, d, popularity);
  const factor = 1 / blend.temperature;
  const ask = (scan: typeof full, query: Float32Array, k: number) => scan.scan(query, factor, blend.popularity, k);
  const expected = queries.map((query) => {
    ask(full, query, best);
    return new Set(topK(full.scores, best));
  });
  const query = (at: number) => queries[at] as Float32Array;
  const fullMs = timed((at) => ask(full, query(at), best));
  const recallOf = (found: (at: number) => Iterable<number>) =>
    queries.reduce((sum, _, at) => {
      const kept = new Set(found(at));
      return sum + [...(expected[at] ?? [])].filter((row) => kept.has(row)).length / best / queriesAsked;
    }, 0);
  return [...leadingAxes(), ...probedClusters()];

  /** The strongest axes for all items, then all axes for the best of those. */
  function* leadingAxes(): Generator<Pass> {
    const axes = principalAxes(table, d);
    for (const [kept, candidates] of [
      [16, 400],
      [32, 100],
      [32, 400],
      [48, 100],
    ] as const) {
      const turned = (vector: Float32Array) =>
        Float32Array.from(axes.slice(0, kept), (axis) =>
          axis.reduce((sum, value, k) => sum + value * (vector[k] as number), 0),
        );
      const short = new Float32Array(n * kept);
      for (let row = 0; row < n; row++) short.set(turned(table.subarray(row * d, (row + 1) * d)), row * kept);
      const coarse = scanOf(short, kept, popularity);
      const turnedQueries = queries.map(turned);
      const first = (at: number) => ask(coarse, turnedQueries[at] as Float32Array, candidates);
      const ms = timed((at) => {
        let sum = 0;
        for (const row of first(at))
          for (let k = 0; k < d; k++) sum += (vectors[row * d + k] as number) * (query(at)[k] as number);
        if (Number.isNaN(sum)) throw new Error('a score is no number');
      });
      yield {
        method: `${kept} strongest axes, best ${candidates} in full`,
        recall: recallOf(first),
        gain: fullMs / ms,
      };
    }
  }

  /** Only the items of the clusters that lie nearest; at best, for finding the rows is not counted. */
  function* probedClusters(): Generator<Pass> {
    const count = n < 10_000 ? 64 : 256;
    const { centres, clusterOf } = clusters(table, d, count);
    const sizes = new Uint32Array(count);
    for (const cluster of clusterOf) sizes[cluster] = (sizes[cluster] as number) + 1;
    const centreScan = scanOf(centres, d, new Float32Array(count));
    const centreMs = timed((at) => centreScan.scan(query(at), 1, 0, count / 2));
    for (const share of [8, 4, 2.5]) {
      const probed = queries.map((each) => {
        centreScan.scan(each, 1, 0, 0);
        return new Set(topK(centreScan.scores, Math.round(count / share)));
      });
      const read = probed.map((set) => [...set].reduce((sum, cluster) => sum + (sizes[cluster] ?? 0), 0) / n);
      const inside = (at: number) => [...(expected[at] ?? [])].filter((row) => probed[at]?.has(clusterOf[row] ?? 0));
      yield {
        method: `nearest ${Math.round(count / share)} of ${count} clusters`,
        recall: recallOf(inside),
        gain: fullMs / (centreMs + median(read) * fullMs),
      };
    }
  }
}

const results: Record<string, Pass[]> = {};
for (const [name, make] of [
  ['demo', demoModel],
  ['synthetic 50000', async () => syntheticModel(50_000)],
  ['synthetic 100000', async () => syntheticModel(100_000)],
] as const) {
  console.log(`\n${name}: ${queriesAsked} sessions, best ${best} by the model's blend\n`);
  const passes = passesOver(await make());
  results[name] = passes;
  printTable(
    ['first pass', 'recall', 'times as fast as the full scan'],
    passes.map(({ method, recall, gain }) => [method, recall.toFixed(4), gain.toFixed(2)]),
  );
}
const paying = Object.values(results)
  .flat()
  .filter(({ recall, gain }) => recall >= wantedRecall && gain >= 2);
console.log(
  `\nAt least twice as fast at a recall of ${wantedRecall}: ${paying.length === 0 ? 'none' : paying.length}.\n`,
);
const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(3)) : value);
console.log(JSON.stringify({ coarse: results }, rounded));
