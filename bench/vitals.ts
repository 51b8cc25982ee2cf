/**
 * `npm run bench:vitals [-- --rounds 8]`: what the SDK does to a page as Lighthouse and the Core Web Vitals see it: the
 * demo's home page with the SDK and with its script blocked, the page's thread four times slower, in turn. The last line
 * is for machines (keys in bench/README.md).
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serveDemo } from '@edgecart/demo/serve';
import { root } from '../scripts/run-command.ts';
import { buildSdk } from './build-sdk.ts';
import { throttled, withFreshProfile } from './device/chromium.ts';
import { numbers, shuffled } from './device/numbers.ts';
import { median, quantile } from './device/quantiles.ts';
import { type ServedFile, serveFiles } from './device/serve-files.ts';
import { printTable } from './print-table.ts';
import { measureVisit, type Vitals } from './vitals/measure-visit.ts';

const slower = 4;
const variants = ['with', 'without'] as const;
const names: Record<keyof Vitals, string> = {
  lcp: 'largest contentful paint, ms',
  inp: 'interaction to next paint, ms',
  cls: 'layout shift',
  tbt: 'total blocking time, ms',
};

/** Script, worker and model as the collector serves them; records are not taken. */
async function serveCollector(sdk: string) {
  const models = join(root, 'demo/model');
  const { version } = JSON.parse(await readFile(join(models, 'latest.json'), 'utf8')) as { version: string };
  const file = async (path: string, type: ServedFile['type']): Promise<ServedFile> => ({
    body: await readFile(path),
    type,
  });
  const model = async (name: string): Promise<[string, ServedFile]> => [
    `/models/${version}/${name}`,
    await file(join(models, version, name), 'application/octet-stream'),
  ];
  const scripts = ['edgecart.js', 'edgecart-worker.js', 'edgecart-encoder.js'].map(
    async (name): Promise<[string, ServedFile]> => [`/sdk/${name}`, await file(join(sdk, name), 'text/javascript')],
  );
  return serveFiles(
    new Map([
      ['/models/latest.json', await file(join(models, 'latest.json'), 'application/json')],
      ...(await Promise.all([model('manifest.json'), model('model.safetensors'), ...scripts])),
    ]),
  );
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '8' } } });
const collector = await serveCollector(await buildSdk());
const demo = await serveDemo({ collectorUrl: collector.url, outDir: join(root, 'demo/dist') });
const found: Record<(typeof variants)[number], Vitals[]> = { with: [], without: [] };
try {
  const next = numbers(3);
  for (let round = 0; round < Number(values.rounds); round++) {
    console.log(`Round ${round + 1} of ${values.rounds} ...`);
    for (const variant of shuffled(variants, next))
      await withFreshProfile(async (browser) => {
        const page = await browser.newPage();
        await throttled(browser, page, slower);
        if (variant === 'without') await page.route('**/sdk/edgecart.js', (route) => route.abort());
        found[variant].push(await measureVisit(page, demo.url));
      });
  }
} finally {
  await Promise.all([demo.close(), collector.close()]);
}

const of = (variant: (typeof variants)[number], key: keyof Vitals) => found[variant].map((each) => each[key]);
const rounded = (value: number) => Number(value.toPrecision(3));
const spread = (samples: number[]) =>
  `${rounded(median(samples))} (${rounded(quantile(samples, 0.25))} to ${rounded(quantile(samples, 0.75))})`;
const keys = Object.keys(names) as (keyof Vitals)[];
console.log("\nThe demo's home page, its thread four times slower: median (quartiles)\n");
printTable(
  ['', 'with the SDK', 'without'],
  keys.map((key) => [names[key], spread(of('with', key)), spread(of('without', key))]),
);
const medians = (variant: (typeof variants)[number]) =>
  Object.fromEntries(keys.map((key) => [key, rounded(median(of(variant, key)))]));
console.log(`\n${JSON.stringify({ with: medians('with'), without: medians('without') })}`);
