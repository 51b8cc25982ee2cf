/**
 * `npm run bench:learning [-- --households 300]`: what learning on the device is worth, on The Complete Journey's
 * households. The demo's model has not seen the weeks that count. The last line is for machines (keys in bench/README.md).
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { runInThisContext } from 'node:vm';
import type { ModelManifest } from '@edgecart/protocol';
import { ensurePython } from '../scripts/python-environment.ts';
import { root } from '../scripts/run-command.ts';
import { bundle } from './device/bundle.ts';
import { quantile } from './device/quantiles.ts';
import type { Household, Replayed } from './learning/replay-household.ts';
import type {} from './learning/replay-script.ts';
import { printTable } from './print-table.ts';

/** Learning begins here; the model was trained on weeks 1 to 49, its bounds were chosen on week 50. */
const firstWeek = 40;
const countedWeeks = [51, 52, 53];
/** Households with fewer foretold products say little by themselves. */
const leastSteps = 20;
const seed = 7;

async function replay(households: readonly Household[]): Promise<Replayed[]> {
  const folder = join(root, 'demo/model');
  const { version } = JSON.parse(await readFile(join(folder, 'latest.json'), 'utf8')) as { version: string };
  const manifest = JSON.parse(await readFile(join(folder, version, 'manifest.json'), 'utf8')) as ModelManifest;
  const file = new Uint8Array(await readFile(join(folder, version, 'model.safetensors'))).buffer;
  runInThisContext(await bundle('../../learning/replay-script.ts'));
  return globalThis.edgecartReplay(manifest, file, households, (week) => countedWeeks.includes(week));
}

async function readHouseholds(count: number): Promise<Household[]> {
  const catalogue = join(root, 'demo/public/catalogue.json');
  const { stdout } = await promisify(execFile)(
    await ensurePython(),
    [join(root, 'bench/learning/households.py'), catalogue, `${firstWeek}`, `${count}`, `${seed}`],
    { maxBuffer: 1 << 28 },
  );
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Household);
}

const { values } = parseArgs({ options: { households: { type: 'string', default: '300' } } });
console.log("Reading The Complete Journey's households ...");
const households = await readHouseholds(Number(values.households));
console.log(`Replaying ${households.length} households ...`);
const replayed = await replay(households);

const total = (of: (each: Replayed) => number) => replayed.reduce((sum, each) => sum + of(each), 0);
const steps = total((each) => each.steps);
const rate = (hits: number) => Number((hits / steps).toFixed(4));
const differences = replayed
  .filter((each) => each.steps >= leastSteps)
  .map((each) => (each.hits - each.hitsWithout) / each.steps);
const times = replayed.flatMap(({ learnMs }) => learnMs);
const share = (value: number) => value.toFixed(3);
console.log('');
printTable(
  ['', 'without', 'with what was learned'],
  [
    [
      'next product among the first 10',
      share(total((each) => each.hitsWithout) / steps),
      share(total((each) => each.hits) / steps),
    ],
  ],
);
console.log(`
${steps} products of weeks ${countedWeeks.join(', ')}; what lies in the cart is left out of the ten.
Of ${differences.length} households with at least ${leastSteps} of them, ${differences.filter((each) => each < 0).length} did worse; the worst lost ${share(-Math.min(...differences))}, the best won ${share(Math.max(...differences))}.
Learning from a product took ${quantile(times, 0.5).toFixed(2)} ms (median), ${quantile(times, 0.99).toFixed(2)} ms (99th percentile).
`);
console.log(
  JSON.stringify({
    households: households.length,
    steps,
    hr10: rate(total((each) => each.hits)),
    hr10_without: rate(total((each) => each.hitsWithout)),
    worst: Number(Math.min(...differences).toFixed(4)),
    learn_p50_ms: Number(quantile(times, 0.5).toFixed(2)),
    learn_p99_ms: Number(quantile(times, 0.99).toFixed(2)),
  }),
);
