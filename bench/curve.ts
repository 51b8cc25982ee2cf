/**
 * `npm run bench:curve -- --data <dir> [--model <dir>]`: what a shop's choice of records costs. Trains on what paths of some
 * length, number, consent and threshold tell of public sessions, each time once and with the choices of a model that
 * learned from whole sessions, and measures the file as the TypeScript recommender reads it. The last line is for machines.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePython } from '../scripts/python-environment.ts';
import { root, runCommand } from '../scripts/run-command.ts';
import { printTable } from './print-table.ts';
import { bundledMeasureModel } from './quality/bundle-for-node.ts';

const { values } = parseArgs({ options: { data: { type: 'string' }, model: { type: 'string' } } });
if (values.data === undefined || !existsSync(join(values.data, 'test.txt.gz'))) {
  console.error('edgecart: --data must name a folder with train.txt.gz and test.txt.gz (bench/README.md)');
  process.exit(2);
}
const data = resolve(values.data);
const folder = join(root, '.edgecart/curve', basename(data));

/** Options of `quality` by what they are called in the table. */
const points: Record<string, string[]> = {
  'whole sessions': [],
  'a path of at most 8': ['--path', '8'],
  'a path of at most 4': ['--path', '4'],
  'a path of at most 2': ['--path', '2'],
  'two paths of 4': ['--path', '4', '--paths', '2'],
  'half agree': ['--consent', '.5'],
  'a fifth agrees': ['--consent', '.2'],
  'items of 5 sessions': ['--least', '5'],
  'half agree, a path of 8, items of 5': ['--consent', '.5', '--path', '8', '--least', '5'],
};

/** Trains, or takes what an earlier run left: a curve is hours of work, and may end before it is whole. */
async function trained(out: string, options: string[]): Promise<string> {
  if (existsSync(join(out, 'quality.json'))) return out;
  const all = [
    '-m',
    'edgecart_trainer',
    'quality',
    '--data',
    data,
    '--out',
    out,
    '--seed',
    '1',
    '--no-floors',
    ...options,
  ];
  const exit = await runCommand(await ensurePython(), all);
  if (exit !== 0) throw new Error(`the training ended with exit code ${exit}`);
  return out;
}

const chosen = values.model === undefined ? await trained(join(folder, 'chosen'), []) : resolve(values.model);
const measureModel = await bundledMeasureModel();
const rows: { name: string; sessions: number; hr20: number; mrr20: number }[] = [];
for (const [name, options] of Object.entries(points)) {
  console.log(`\n── ${name} ──`);
  const out = await trained(join(folder, name.replaceAll(/\W+/g, '-')), [
    '--runs',
    '1',
    '--choices-of',
    chosen,
    ...options,
  ]);
  const { sessions } = JSON.parse(await readFile(join(out, 'quality.json'), 'utf8')) as { sessions: number };
  const { figures } = await measureModel(out);
  const row = { name, sessions, hr20: figures.hit_rate_at_20, mrr20: figures.mrr_at_20 };
  console.log(row);
  rows.push(row);
}

const whole = rows[0]?.hr20 ?? 0;
const four = (value: number) => Number(value.toFixed(4));
printTable(
  [`${basename(data)}, learned from`, 'sessions or runs', 'HR@20', 'MRR@20', 'HR@20 lost'],
  rows.map(({ name, sessions, hr20, mrr20 }) => [
    name,
    sessions.toLocaleString('en'),
    hr20.toFixed(4),
    mrr20.toFixed(4),
    (whole - hr20).toFixed(4),
  ]),
);
console.log(
  JSON.stringify({
    data: basename(data),
    ...Object.fromEntries(rows.map(({ name, hr20, mrr20 }) => [name, { hr20: four(hr20), mrr20: four(mrr20) }])),
  }),
);
