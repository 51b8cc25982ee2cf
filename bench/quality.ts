/**
 * `npm run bench:quality -- --data <dir> [--seeds 3] [--model <dir>] [--no-floors] [--small] [--share .1]`: trains on public sessions as for a
 * shop and measures the exported file as the TypeScript recommender reads it. The last line is for machines (keys in
 * bench/README.md). `--small`: also a model of at most a megabyte, and what it loses. `--share`: learn from the newest share of the sessions only.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePython } from '../scripts/python-environment.ts';
import { root, runCommand } from '../scripts/run-command.ts';
import { printTable } from './print-table.ts';
import { bundledMeasureModel } from './quality/bundle-for-node.ts';
import { type Figures, mean, spread } from './quality/figures.ts';

/** What the trainer leaves behind: trainer/src/edgecart_trainer/quality.py. */
interface Trained {
  model_bytes: number;
  train_minutes: number;
  float: Figures;
  floors?: Record<string, Figures>;
  small?: { model_bytes: number };
  /** Of examples whose target training saw less than five times, by the rounded model. */
  cold_examples?: number;
  cold_hr20?: number;
  cold_hr20_without_content?: number;
}

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    model: { type: 'string' },
    seeds: { type: 'string', default: '3' },
    'max-bytes': { type: 'string', default: '3000000' },
    dimensions: { type: 'string', default: '64' },
    small: { type: 'boolean', default: false },
    share: { type: 'string', default: '1' },
    'no-floors': { type: 'boolean', default: false },
  },
});
if (values.data === undefined || !existsSync(join(values.data, 'test.txt.gz'))) {
  console.error('edgecart: --data must name a folder with train.txt.gz and test.txt.gz (bench/README.md)');
  process.exit(2);
}
const data = resolve(values.data);
const name = basename(data);
const seeds = values.model === undefined ? Number(values.seeds) : 1;

const folderOf = (seed: number) =>
  join(root, '.edgecart/quality', `${name}-${values.dimensions}-${values['max-bytes']}-${values.share}-${seed}`);

async function train(seed: number): Promise<string> {
  const out = folderOf(seed);
  const options = ['--data', data, '--out', out, '--seed', `${seed}`, '--max-bytes', values['max-bytes']];
  // The floors have no seed: the first run measures them. What validation is there to choose, it chooses once.
  if (values['no-floors'] || seed > 1) options.push('--no-floors');
  if (seed > 1) options.push('--choices-of', folderOf(1));
  options.push('--dimensions', values.dimensions, '--share', values.share);
  if (values.small && seed === 1) options.push('--small-bytes', `${smallBytes}`);
  const exit = await runCommand(await ensurePython(), ['-m', 'edgecart_trainer', 'quality', ...options]);
  if (exit !== 0) throw new Error(`the training ended with exit code ${exit}`);
  return out;
}

const smallBytes = 1_000_000;
const measureModel = await bundledMeasureModel();
type Measured = Awaited<ReturnType<typeof measureModel>>;
const runs: { trained: Trained; measured: Measured; small: Measured | undefined }[] = [];
for (let seed = 1; seed <= seeds; seed++) {
  const folder = values.model === undefined ? await train(seed) : resolve(values.model);
  console.log(`Reading the model in ${folder} with the TypeScript recommender ...`);
  const trained = JSON.parse(await readFile(join(folder, 'quality.json'), 'utf8')) as Trained;
  const small = trained.small && (await measureModel(join(folder, 'small')));
  runs.push({ trained, measured: await measureModel(folder), small });
}

const first = runs[0];
if (first === undefined) throw new Error('--seeds must be 1 or more');
const floors = first.trained.floors ?? {};
const four = (value: number) => Number(value.toFixed(4));
const of = (pick: (run: (typeof runs)[number]) => number) => runs.map(pick);
const hr20 = of(({ measured }) => measured.figures.hit_rate_at_20);
const mrr20 = of(({ measured }) => measured.figures.mrr_at_20);
const small = first.small?.figures;
const percent = (value: number) => value.toFixed(4);
printTable(
  [`${name}, all ${first.measured.examples} test examples`, 'HR@20', 'MRR@20'],
  [
    ...Object.entries(floors).map(([floor, each]) => [floor, percent(each.hit_rate_at_20), percent(each.mrr_at_20)]),
    ['before rounding (numpy)', percent(first.trained.float.hit_rate_at_20), percent(first.trained.float.mrr_at_20)],
    [
      `the file, in TypeScript, ${runs.length} seed${runs.length > 1 ? 's' : ''}`,
      `${percent(mean(hr20))} ± ${percent(spread(hr20))}`,
      `${percent(mean(mrr20))} ± ${percent(spread(mrr20))}`,
    ],
    ...(small ? [['a small file of the first seed', percent(small.hit_rate_at_20), percent(small.mrr_at_20)]] : []),
  ],
);
console.log(
  JSON.stringify({
    data: name,
    hr20: four(mean(hr20)),
    mrr20: four(mean(mrr20)),
    hr20_spread: four(spread(hr20)),
    mrr20_spread: four(spread(mrr20)),
    hr20_float: four(mean(of(({ trained }) => trained.float.hit_rate_at_20))),
    markov_hr20: floors.markov?.hit_rate_at_20,
    knn_hr20: floors.neighbours?.hit_rate_at_20,
    knn_mrr20: floors.neighbours?.mrr_at_20,
    model_bytes: Math.max(...of(({ trained }) => trained.model_bytes)),
    train_minutes: Math.max(...of(({ trained }) => trained.train_minutes)),
    request_ms: Number(mean(of(({ measured }) => measured.requestMs)).toFixed(2)),
    items: first.measured.items,
    examples: first.measured.examples,
    seeds: runs.length,
    small_hr20: small && four(small.hit_rate_at_20),
    small_mrr20: small && four(small.mrr_at_20),
    small_items: first.small?.items,
    small_bytes: first.trained.small?.model_bytes,
    cold_examples: first.trained.cold_examples,
    cold_hr20: first.trained.cold_hr20,
    cold_hr20_without_content: first.trained.cold_hr20_without_content,
  }),
);
