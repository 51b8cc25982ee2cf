import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collector, startCollector } from '@edgecart/collector';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../scripts/run-command.ts';
import { launchChromium } from './chromium.ts';
import { look, type Seen } from './where-it-runs/look.ts';
import { policies } from './where-it-runs/policies.ts';
import { openShop, type Shop } from './where-it-runs/shop.ts';
import { headers, legend, table } from './where-it-runs/table.ts';
import { ways } from './where-it-runs/ways.ts';

let folder: string;
let collector: Collector;
let shop: Shop;
let browser: Browser;
const seen: Seen[][] = [];

/** Pages that are open at once: most of their time they wait. */
const pagesAtOnce = 4;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgecart-where-'));
  await cp(join(root, 'demo/model'), join(folder, 'models'), { recursive: true });
  collector = await startCollector({ port: 0, data: folder, sdk: join(root, 'packages/sdk/dist') });
  shop = await openShop(collector.url);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  shop?.close();
  await collector?.close();
  await rm(folder, { recursive: true, force: true });
});

/** On a machine that is busy for seconds, storage or catalogue can miss their time limits: then a page is looked at again. */
const looksAtMost = 10;

async function lookAtOne(policy: number, way: number): Promise<Seen> {
  const calm = (cell: Seen) =>
    cell.sent === 1 && (cell.store === 'indexeddb') === (policies[policy]?.sandbox === undefined);
  let cell = await look(browser, shop.page(policy, way));
  for (let looks = 1; looks < looksAtMost && !calm(cell); looks++) cell = await look(browser, shop.page(policy, way));
  return cell;
}

/** Looks at the pages that load Edgecart in each of the ways under one policy. */
async function lookAtAll(policy: number): Promise<Seen[]> {
  const row: Seen[] = [];
  const left = [...ways.keys()];
  const takeNext = async () => {
    for (let way = left.shift(); way !== undefined; way = left.shift()) row[way] = await lookAtOne(policy, way);
  };
  await Promise.all(Array.from({ length: pagesAtOnce }, takeNext));
  return row;
}

test.each(policies.map(({ name }, index) => [name, index] as const))(
  'under the policy "%s" Edgecart answers and sends, however it is loaded, and breaks nothing',
  async (_, policy) => {
    const row = await lookAtAll(policy);
    seen[policy] = row;
    for (const [way, cell] of row.entries()) {
      const where = `${ways[way]?.loading}, ${ways[way]?.worker}: ${JSON.stringify(cell)}`;
      expect(cell.place, where).not.toBe('nothing');
      expect(cell.source, where).toBe(cell.encoder ? 'model' : 'item-graph');
      expect(cell.sent, where).toBe(1);
      expect(cell.errors, where).toEqual([]);
      expect(cell.violations.join(), where).not.toMatch(/\beval/);
      // Whatever is missing is told, with what to do.
      expect(cell.told.includes('worker-unavailable'), where).toBe(
        cell.place === 'page' && ways[way]?.worker !== 'none',
      );
      expect(cell.told.includes('encoder-unavailable'), where).toBe(cell.place === 'worker' && !cell.encoder);
      expect(cell.told.includes('storage-refused'), where).toBe(cell.store === 'memory');
    }
  },
  // Ten pages, which took two minutes on a machine that sixty others wanted.
  480_000,
);

test('docs/where-it-runs.md says what was seen', async () => {
  const printed = table(seen);
  console.log(printed);
  const page = await readFile(join(root, 'docs/where-it-runs.md'), 'utf8');
  expect(page).toContain(printed);
  expect(page).toContain(legend());
  expect(page).toContain(headers());
});
