import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Collector, startCollector } from '@edgecart/collector';
import { readSegments } from '@edgecart/collector/segment-log';
import type { AnonymousRecord } from '@edgecart/protocol';
import type { Edgecart } from '@edgecart/sdk';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveDemo } from '../demo/serve.ts';
import { ensurePython } from '../scripts/python-environment.ts';
import { root } from '../scripts/run-command.ts';
import { launchChromium } from './chromium.ts';

const run = promisify(execFile);

let folder: string;
let collector: Collector;
let demo: Awaited<ReturnType<typeof serveDemo>>;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgecart-loop-'));
  await cp(join(root, 'demo/model'), join(folder, 'models'), { recursive: true });
  collector = await startCollector({
    port: 0,
    data: folder,
    models: join(folder, 'models'),
    sdk: join(root, 'packages/sdk/dist'),
  });
  demo = await serveDemo({ collectorUrl: collector.url, port: 0, outDir: join(folder, 'demo') });
  browser = await launchChromium();
  page = await browser.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
});

afterAll(async () => {
  await browser?.close();
  await demo?.close();
  await collector?.close();
  await rm(folder, { recursive: true, force: true });
});

const byTestId = (id: string) => page.getByTestId(id);
const visit = (path: string) => page.goto(new URL(path, demo.url).href);

/** Asks the SDK's own client on the page. */
async function client<T>(use: (client: Edgecart) => Promise<T>): Promise<T> {
  return page.evaluate(
    (source) =>
      new Promise<T>((resolve, reject) => {
        const ask = (edgecart: Edgecart) => new Function(`return (${source})`)()(edgecart).then(resolve, reject);
        (window as unknown as { edgecart(name: 'ready', use: typeof ask): void }).edgecart('ready', ask);
      }),
    use.toString(),
  );
}

async function logged(): Promise<AnonymousRecord[]> {
  const records: AnonymousRecord[] = [];
  for await (const record of readSegments(join(folder, 'log'))) records.push(record);
  return records;
}

/** Opens a product's page; it has told of the view by the time that its button is there. */
async function look(id: string): Promise<void> {
  await visit(`/product.html?id=${id}`);
  await page.locator('main').getByTestId('add-to-cart').first().waitFor();
}

const suggestions = (surface: string) =>
  page.locator(`[data-testid=recommendations][data-surface=${surface}] [data-testid=recommendation]`);

/** What each suggestion of a surface is, and which step of the ladder gave it. */
async function shown(surface: string): Promise<{ id: string; source: string }[]> {
  return suggestions(surface).evaluateAll((cards) =>
    cards.map((card) => ({
      id: (card as HTMLElement).dataset.itemId ?? '',
      source: (card as HTMLElement).dataset.source ?? '',
    })),
  );
}

async function addFromProductPage(): Promise<void> {
  const before = Number((await byTestId('cart-count').first().textContent())?.match(/\d+/)?.[0] ?? 0);
  await page.locator('main').getByTestId('add-to-cart').first().click();
  await expect
    .poll(async () => Number((await byTestId('cart-count').first().textContent())?.match(/\d+/)?.[0] ?? 0))
    .toBe(before + 1);
}

const catalogue = JSON.parse(await readFile(join(root, 'demo/public/catalogue.json'), 'utf8')) as {
  items: { item_id: string; item_category: string; in_stock?: boolean }[];
};
const inStock = catalogue.items.filter((item) => item.in_stock !== false);
const item = (place: number) => inStock[place]?.item_id ?? '';
const beforeConsent = [item(3), item(40)];
const afterConsent = [item(60), item(81), item(7), item(90)];

describe('one shopper, from the landing page to the order', () => {
  test('before consent the shop suggests, and nothing is stored or sent', async () => {
    await visit('/');
    await expect.poll(() => suggestions('home').count()).toBeGreaterThan(0);
    for (const id of beforeConsent) {
      await look(id);
      await addFromProductPage();
    }
    await expect.poll(async () => (await shown('product'))[0]?.source).toBe('model');
    const { runtime, session, consent } = await client((edgecart) => edgecart.insights());
    expect(runtime).toMatchObject({ place: 'worker', store: 'memory', unsent: 0, waitingPaths: 0 });
    expect(session.machineLike).toBe(false);
    expect(consent).toEqual({ store: false, remember: false, send: false });
    expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
    expect(await logged()).toEqual([]);
  });

  test('suggestions change while the cart changes, each with its reason, and never hold what lies in it', async () => {
    await visit('/cart.html');
    await expect.poll(async () => (await shown('cart'))[0]?.source).toBe('model');
    const before = await shown('cart');
    await suggestions('cart').first().getByTestId('add-to-cart').click();
    await expect.poll(() => shown('cart')).not.toEqual(before);
    const added = before[0]?.id;
    expect((await shown('cart')).map(({ id }) => id)).not.toContain(added);
    const texts = await suggestions('cart').allTextContents();
    expect(texts.filter((text) => /Because you/i.test(text)).length).toBeGreaterThan(0);
    // The consented part of this walk begins with a cart of which nothing is known to have been added by it.
    beforeConsent.push(added ?? '');
  });

  test('after consent, half-way, the rest of the walk is recorded', async () => {
    await visit('/');
    await byTestId('consent-accept').click();
    await expect.poll(async () => (await client((edgecart) => edgecart.insights())).runtime.store).toBe('indexeddb');
    const [looked = '', alsoLooked = '', bought = '', alsoBought = ''] = afterConsent;
    for (const id of [looked, alsoLooked]) await look(id);
    for (const id of [bought, alsoBought]) {
      await look(id);
      await addFromProductPage();
    }
    // The click that navigates at once: nothing waits for the worker here.
    await page.locator('main').getByTestId('add-to-cart').or(page.getByTestId('increase')).first().click();
    await visit('/cart.html');
    await byTestId('checkout-submit').first().click();
    await page.locator('form#checkout').waitFor();
    for (const input of await page.locator('form#checkout input:not([type=radio])').all()) {
      const type = await input.getAttribute('type');
      await input.fill(type === 'email' ? 'a@example.com' : type === 'tel' ? '0123456789' : '12345');
    }
    await byTestId('place-order').click();
    await byTestId('thanks').waitFor();
    await page.reload();
    await byTestId('thanks').waitFor();
  });

  test('the collector holds exactly what the ledger shows, and none of it is from before consent', async () => {
    const waiting = async () => {
      const { runtime } = await client((edgecart) => edgecart.insights());
      return runtime.unsent + runtime.waitingPaths;
    };
    await expect.poll(waiting, { timeout: 60_000, interval: 500 }).toBe(0);
    const ledger = await client((edgecart) => edgecart.ledger());
    const records = await logged();
    const sorted = (list: AnonymousRecord[]) => [...list].sort((a, b) => a.id.localeCompare(b.id));
    expect(sorted(records)).toEqual(sorted(ledger.map(({ record }) => record)));
    expect(ledger.map(({ json }) => JSON.parse(json))).toEqual(ledger.map(({ record }) => record));

    const counts = records.filter((record) => record.kind === 'count');
    const did = (type: string) => counts.filter((record) => record.type === type).map((record) => record.item);
    expect(new Set(did('view_item'))).toEqual(new Set(afterConsent));
    expect(new Set(did('add_to_cart'))).toEqual(new Set(afterConsent.slice(2)));
    // The order names all that was bought; the paths only what was put into the cart after consent.
    expect(did('purchase').sort()).toEqual([...beforeConsent, ...afterConsent.slice(2)].sort());
  });

  test('the paths tell what was bought, in the order of adding, and nothing else', async () => {
    const paths = (await logged()).filter((record) => record.kind === 'path');
    expect(paths.map(({ items, bought }) => ({ items, bought }))).toEqual([
      { items: afterConsent.slice(2), bought: true },
    ]);
  });
});

describe('the way back', () => {
  test('a model trained on that log and the baskets reaches the open page without a reload', async () => {
    const version = async () => (await client((edgecart) => edgecart.insights())).model?.version;
    await visit('/cart.html');
    await expect.poll(version).toMatch(/^[0-9a-f]{64}$/);
    const before = await version();
    await page.evaluate(() => {
      (window as unknown as { notReloaded: boolean }).notReloaded = true;
    });

    const python = await ensurePython();
    const options = [
      '--max-baskets',
      '2000',
      '--epochs',
      '1',
      '--runs',
      '1',
      '--min-count',
      '1',
      '--seed',
      '7',
      '--force',
    ];
    await run(
      python,
      [
        ...['-m', 'edgecart_trainer', 'train', '--log', join(folder, 'log'), '--baskets', 'completejourney'],
        ...['--catalogue', join(root, 'demo/public/catalogue.json'), '--publish', join(folder, 'models'), ...options],
      ],
      { cwd: join(root, 'trainer'), timeout: 150_000 },
    );
    const { version: published } = JSON.parse(await readFile(join(folder, 'models/latest.json'), 'utf8'));
    expect(published).not.toBe(before);

    await expect.poll(version, { timeout: 20_000 }).toBe(published);
    const answer = await client((edgecart) => edgecart.recommend({ limit: 3 }));
    expect(answer.model).toBe(published);
    expect(answer.items).toHaveLength(3);
    expect(await page.evaluate(() => (window as unknown as { notReloaded?: boolean }).notReloaded)).toBe(true);
  });

  test('a broken model is refused, and the last good one stays', async () => {
    const good = (await client((edgecart) => edgecart.insights())).model?.version ?? '';
    const models = join(folder, 'models');
    const broken = good.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    await cp(join(models, good), join(models, broken), { recursive: true });
    const manifest = await readFile(join(models, good, 'manifest.json'), 'utf8');
    await writeFile(join(models, broken, 'manifest.json'), manifest.replaceAll(good, broken));
    await page.evaluate(() => {
      const told: string[] = [];
      const shop = window as unknown as {
        told: string[];
        edgecart(name: string, use: (diagnostic: { code: string; message: string }) => void): void;
      };
      shop.told = told;
      shop.edgecart('onDiagnostic', ({ code, message }) => told.push(`${code}: ${message}`));
    });
    await writeFile(join(models, 'latest.json'), JSON.stringify({ version: broken }));
    // A newer model is looked for when there are requests.
    const told = async () => {
      await client((edgecart) => edgecart.recommend({ limit: 3 }));
      return page.evaluate(() => (window as unknown as { told: string[] }).told.join());
    };
    await expect.poll(told, { timeout: 20_000 }).toMatch(new RegExp(`model-refused: .*SHA-256.*${good} stays`));
    const answer = await client((edgecart) => edgecart.recommend({ limit: 3 }));
    expect(answer).toMatchObject({ model: good, items: [{}, {}, {}] });
    await writeFile(join(models, 'latest.json'), JSON.stringify({ version: good }));
  });

  test('forgetting wipes everything on the device', async () => {
    await visit('/privacy.html');
    await expect.poll(() => byTestId('ledger-entry').count()).toBeGreaterThan(0);
    await byTestId('forget-me').click();
    await expect.poll(async () => (await client((edgecart) => edgecart.ledger())).length).toBe(0);
    await page.reload();
    const { consent, runtime, session } = await client((edgecart) => edgecart.insights());
    expect(consent).toEqual({ store: false, remember: false, send: false });
    expect(runtime.store).toBe('memory');
    expect(session.views).toBe(0);
    const left = () =>
      Object.keys(localStorage)
        .concat(Object.keys(sessionStorage))
        .filter((key) => key.startsWith('edgecart'));
    expect(await page.evaluate(left)).toEqual([]);
  });

  test('the page never complained', () => {
    expect(complaints).toEqual([]);
  });
});
