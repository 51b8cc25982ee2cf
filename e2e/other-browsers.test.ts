import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collector, startCollector } from '@edgecart/collector';
import type { Edgecart } from '@edgecart/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../scripts/run-command.ts';
import type { DrivenBrowser } from './other-browsers/driven-browser.ts';
import { firefoxPath, launchFirefox } from './other-browsers/firefox.ts';
import { launchWebkit, webkitPath } from './other-browsers/webkit.ts';
import { policies } from './where-it-runs/policies.ts';
import { openShop, type Shop } from './where-it-runs/shop.ts';
import { ways } from './where-it-runs/ways.ts';

let folder: string;
let collector: Collector;
let shop: Shop;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgecart-browsers-'));
  await cp(join(root, 'demo/model'), join(folder, 'models'), { recursive: true });
  collector = await startCollector({ port: 0, data: folder, sdk: join(root, 'packages/sdk/dist') });
  shop = await openShop(collector.url);
});
afterAll(async () => {
  shop?.close();
  await collector?.close();
  await rm(folder, { recursive: true, force: true });
});

const browsers = [
  { name: 'Firefox', path: firefoxPath, launch: launchFirefox },
  { name: 'WebKitGTK', path: webkitPath, launch: launchWebkit },
];

/** A visit from the first suggestion to the last record: runs on the page. */
async function visit() {
  const shop = window as unknown as { client?: Edgecart; told: string[] };
  const until = async (settled: () => Promise<boolean> | boolean) => {
    const endMs = Date.now() + 30_000;
    while (Date.now() < endMs && !(await settled())) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await until(() => shop.client !== undefined);
  const { client, told } = shop;
  if (client === undefined) throw new Error('Edgecart did not load');
  const before = (await client.insights()).runtime.store;
  client.consent({ store: true, remember: true, send: true });
  client.track({ name: 'view_item', items: [{ item_id: '1082185' }] });
  await until(async () => {
    const { model, runtime } = await client.insights();
    return model !== null && (model.encoder || runtime.place === 'page' || told.includes('encoder-unavailable'));
  });
  await until(async () => (await client.ledger()).length > 0);
  let source: string | undefined;
  await until(async () => {
    source = (await client.recommend({ surface: 'product', limit: 4 })).items[0]?.source;
    return source === 'model' || source === 'item-graph';
  });
  const { model, runtime } = await client.insights();
  const sent = (await client.ledger()).length;
  await client.forget();
  const after = await client.insights();
  return {
    before,
    place: runtime.place,
    store: runtime.store,
    encoder: model?.encoder,
    source,
    sent,
    left: (await client.ledger()).length + after.session.views,
    consent: after.consent,
    told,
  };
}

const everything = {
  before: 'memory',
  place: 'worker',
  store: 'indexeddb',
  encoder: true,
  source: 'model',
  sent: 1,
  left: 0,
  consent: { store: false, remember: false, send: false },
  told: [],
};
const onThePage = { ...everything, place: 'page', encoder: false, source: 'item-graph', told: ['worker-unavailable'] };

const policy = (name: string) => policies.findIndex((each) => each.name === name);
const way = (loading: string, worker: string) =>
  ways.findIndex((each) => each.loading === loading && each.worker === worker);

describe.each(browsers)('in $name', ({ path, launch }) => {
  let browser: DrivenBrowser;

  beforeAll(async () => {
    if (path !== undefined) browser = await launch(path);
  });
  afterAll(() => browser?.close());

  test.skipIf(path === undefined).each([
    ["tag, shop's origin", 'file beside it', 'no policy', everything],
    ['tag, other origin', 'inline blob', 'the lines we advise', everything],
    ['npm, ES module', 'inline blob', 'no policy', everything],
    ['tag, other origin', 'inline blob', "`worker-src 'none'`", onThePage],
    ["tag, shop's origin", 'file beside it', 'Trusted Types, `edgecart` allowed', everything],
  ] as const)(
    '%s, worker: %s, under %s: suggests, sends what is agreed and forgets',
    async (loading, worker, name, wanted) => {
      await browser.open(shop.page(policy(name), way(loading, worker)));
      expect(await browser.run(visit)).toEqual(wanted);
    },
  );
});
