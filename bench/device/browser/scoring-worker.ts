import { fetchModel, loadModel, readModel } from '@edgecart/recommender';
import { createCatalogueScan, scoredItems } from '@edgecart/recommender/scan';
import { numbers, shuffled } from '../numbers.ts';
import { median } from '../quantiles.ts';
import { answerTask } from './answer-task.ts';
import { exactScores, requireSameTop } from './same-top.ts';
import { scoringVariants, type Tables } from './scoring-variants.ts';

export interface ScoringTask {
  modelFolder: string;
  version: string;
  wasmFolder: string;
  rounds: number;
  warmUps: number;
}

export interface ScoringResult {
  /** Median milliseconds by variant. */
  medians: Record<string, number>;
  /** Smallest step of the clock that was used, in milliseconds. */
  clockMs: number;
  isolated: boolean;
}

async function tablesOf({ modelFolder, version }: ScoringTask): Promise<Tables> {
  const { model } = await loadModel(await readModel(await fetchModel(modelFolder, version, fetch)));
  const scored = scoredItems(model);
  const [kernel, twin] = [
    createCatalogueScan(scored, model.memory),
    createCatalogueScan(scored, model.memory, 'typescript'),
  ];
  if (kernel.engine !== 'wasm') throw new Error('the kernel did not start');
  const { vectors, scales, dimensions } = scored;
  const items = scales.length;
  const floats = Float32Array.from(vectors, (value, at) => value * (scales[Math.floor(at / dimensions)] as number));
  return { items, dimensions, kernel, twin, floats };
}

/** Places between items, of length 1, as sessions have them. */
function makeQueries({ floats, items, dimensions }: Tables, count: number, next: () => number): Float32Array[] {
  return Array.from({ length: count }, () => {
    const query = new Float32Array(dimensions);
    for (let i = 0; i < 10; i++) {
      const row = Math.floor(next() * items);
      for (let k = 0; k < dimensions; k++) query[k] = (query[k] as number) + (floats[row * dimensions + k] as number);
    }
    const length = Math.hypot(...query);
    return query.map((value) => value / length);
  });
}

function clockStep(): number {
  const start = performance.now();
  let end = start;
  while (end === start) end = performance.now();
  return end - start;
}

answerTask<ScoringTask, ScoringResult>(async (task) => {
  const tables = await tablesOf(task);
  const next = numbers(tables.items);
  const queries = makeQueries(tables, 8, next);
  const variants = await scoringVariants(tables, task.wasmFolder);

  for (const query of queries.slice(0, 2)) {
    const exact = exactScores(query, tables);
    for (const { name, gives, prepare, run } of variants) {
      await prepare?.();
      if (gives === 'scores') requireSameTop(name, run(query), exact);
    }
  }
  const [sum = Number.NaN] = variants.find(({ gives }) => gives === 'sum')?.run(queries[0] as Float32Array) ?? [];
  const total = tables.floats.reduce((all, value) => all + value, 0);
  if (!(Math.abs(sum - total) < 0.01 * tables.items)) throw new Error(`the table sums up to ${total}, not to ${sum}`);

  const samples = new Map(variants.map(({ name }) => [name, [] as number[]]));
  let used = 0;
  for (let round = -task.warmUps; round < task.rounds; round++) {
    const query = queries[(round + task.warmUps) % queries.length] as Float32Array;
    for (const { name, prepare, run } of shuffled(variants, next)) {
      await prepare?.();
      const startMs = performance.now();
      const result = run(query);
      const tookMs = performance.now() - startMs;
      // A result that nobody looks at need not be computed.
      used += result[0] as number;
      if (round >= 0) samples.get(name)?.push(tookMs);
    }
  }
  if (!Number.isFinite(used)) throw new Error('a variant gave scores that are no numbers');
  return {
    medians: Object.fromEntries([...samples].map(([name, times]) => [name, median(times)])),
    clockMs: clockStep(),
    isolated: globalThis.crossOriginIsolated,
  };
});
