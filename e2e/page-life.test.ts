import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Edgecart } from '@edgecart/sdk';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { chromiumLaunch } from '../scripts/chromium.ts';
import { root } from '../scripts/run-command.ts';

const sdk = join(root, 'packages/sdk/dist');
const models = join(root, 'demo/model');

interface Shop {
  client?: Edgecart;
  told: string[];
  /** Where each answer's first item came from, and what had been told by then. */
  answers: { source: string | undefined; told: string[] }[];
  shown: boolean[];
}

/** A page with the demo's model, and where `pageshow` says whether it came from the back/forward cache. */
const shopPage = `<!doctype html><title>Shop</title>
  <script>
    window.edgecart = function () { (edgecart.q = edgecart.q || []).push(arguments) };
    window.told = [];
    window.answers = [];
    window.shown = [];
    addEventListener('pageshow', (event) => shown.push(event.persisted));
    edgecart('onDiagnostic', (diagnostic) => told.push(diagnostic.code));
    edgecart('ready', (client) => { window.client = client });
    edgecart('consent', { store: true });
    edgecart('onRecommendations', { limit: 3 }, ({ items }) => {
      answers.push({ source: items[0] && items[0].source, told: told.slice() });
      new BroadcastChannel('answered').postMessage('');
    });
  </script>
  <script async src="/sdk/edgecart.js" data-model="/models" data-catalogue="/catalogue.json"></script>`;

let server: Server;
let url: string;
let browser: BrowserContext;
const asked: string[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://shop').pathname;
    asked.push(path);
    const html = path === '/' ? shopPage : '<!doctype html><title>Elsewhere</title>';
    if (path === '/' || path === '/elsewhere') return response.setHeader('content-type', 'text/html').end(html);
    if (path === '/catalogue.json') return response.end(await readFile(join(root, 'demo/public/catalogue.json')));
    if (path.startsWith('/models/')) return response.end(await readFile(join(models, path.slice(8))));
    if (!path.startsWith('/sdk/')) return response.writeHead(404).end();
    response.setHeader('content-type', 'text/javascript');
    response.end(await readFile(join(sdk, path.slice(5))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server?.close());
afterEach(async () => {
  asked.length = 0;
  await browser?.close();
});

/** With the back/forward cache, which Playwright switches off. */
async function open(): Promise<Page> {
  browser = await chromium.launchPersistentContext('', {
    ...chromiumLaunch(),
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  return browser.pages()[0] ?? browser.newPage();
}

const shop = <T>(page: Page, look: (shop: Shop) => T) => page.evaluate(`(${look})(window)`) as Promise<Awaited<T>>;
const sources = (page: Page) =>
  shop(page, async ({ client }) => (await client?.recommend({ limit: 3 }))?.items.map(({ source }) => source));
/** Everything here is shared with other tests and may take its time. */
const patiently = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });

/** Waits for the model with its encoder. */
const ready = (page: Page) =>
  patiently(() => shop(page, async ({ client }) => (await client?.insights())?.model?.encoder)).toBe(true);
const modelFiles = () => asked.filter((path) => path.endsWith('.safetensors'));

test('a page comes back from the back/forward cache with everything still there', async () => {
  const page = await open();
  await page.goto(url);
  await ready(page);
  await shop(page, ({ client }) => client?.track({ name: 'view_item', items: [{ item_id: '1082185' }] }));
  await patiently(() => shop(page, async ({ client }) => (await client?.insights())?.session.views)).toBe(1);
  await page.goto(`${url}/elsewhere`);
  asked.length = 0;
  // Not `goBack`: it waits for a load, and a page that was kept does not load again.
  await page.evaluate(() => history.back());
  await patiently(() => shop(page, ({ shown }) => shown)).toEqual([false, true]);
  expect(await shop(page, async ({ client }) => (await client?.insights())?.session.views)).toBe(1);
  expect(await sources(page)).toHaveLength(3);
  expect(asked.filter((path) => path.endsWith('.js'))).toEqual([]);
});

test('a hidden page downloads no model and answers from the ladder; once seen it does', async () => {
  const page = await open();
  await page.addInitScript(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => !(window as { seen?: boolean }).seen });
  });
  await page.goto(url);
  await patiently(() => sources(page)).toEqual(['catalogue-order', 'catalogue-order', 'catalogue-order']);
  await patiently(() => shop(page, ({ told }) => told)).toContain('model-spared');
  expect(modelFiles()).toEqual([]);
  await page.evaluate(() => {
    (window as { seen?: boolean }).seen = true;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await patiently(() => sources(page)).toEqual(['trending', 'trending', 'trending']);
  expect(modelFiles()).toHaveLength(1);
});

test('a browser that saves data downloads no model', async () => {
  const page = await open();
  await page.route('**/edgecart-worker.js', async (route) => {
    const answer = await route.fetch();
    const saving = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });";
    await route.fulfill({ response: answer, body: saving + (await answer.text()) });
  });
  await page.goto(url);
  await patiently(() => sources(page)).toEqual(['catalogue-order', 'catalogue-order', 'catalogue-order']);
  await patiently(() => shop(page, ({ told }) => told)).toContain('model-spared');
  expect(modelFiles()).toEqual([]);
});

test('the worker goes on after its page was frozen', async () => {
  const page = await open();
  await page.goto(url);
  await ready(page);
  const devTools = await browser.newCDPSession(page);
  await devTools.send('Page.setWebLifecycleState', { state: 'frozen' });
  await devTools.send('Page.setWebLifecycleState', { state: 'active' });
  await shop(page, ({ client }) => client?.track({ name: 'view_item', items: [{ item_id: '1082185' }] }));
  await patiently(() => shop(page, async ({ client }) => (await client?.insights())?.session.views)).toBe(1);
  expect(await sources(page)).toHaveLength(3);
});

test('what was learned of the shopper is kept once it may be remembered, and erased when it is to be forgotten', async () => {
  const page = await open();
  await page.goto(url);
  await ready(page);
  const learned = () =>
    page.evaluate(async () => {
      const settled = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const db = await settled(indexedDB.open('edgecart'));
      const kept = (await settled(db.transaction('kept').objectStore('kept').get('shopper'))) as
        | { choices: number }
        | undefined;
      db.close();
      return kept?.choices ?? 0;
    });
  const add = (id: string) =>
    page.evaluate((item_id) => {
      (window as unknown as Shop).client?.track({ name: 'add_to_cart', items: [{ item_id }] });
    }, id);
  await add('1082185');
  await add('995242');
  await patiently(() => shop(page, async ({ client }) => (await client?.insights())?.session.adds)).toBe(2);
  expect(await learned()).toBe(0);
  await shop(page, ({ client }) => client?.consent({ remember: true }));
  await add('1029743');
  await patiently(learned).toBe(1);
  await shop(page, ({ client }) => client?.forget());
  expect(await learned()).toBe(0);
});

/** A page elsewhere in the shop that keeps the database from opening: for good, or until another page has an answer. */
async function holdDatabase(until: 'answered' | 'never'): Promise<void> {
  const page = await browser.newPage();
  await page.goto(`${url}/elsewhere`);
  await page.evaluate(
    (end) =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open('edgecart', 1);
        opening.onsuccess = () => {
          if (end === 'answered') new BroadcastChannel('answered').onmessage = () => opening.result.close();
          // What is opened from now on waits for this, and this waits for the connection above.
          indexedDB.deleteDatabase('edgecart').onblocked = () => resolve();
        };
      }),
    until,
  );
}

test('the first answer does not wait for the database, and what was tracked meanwhile is stored once', async () => {
  const page = await open();
  await holdDatabase('answered');
  await page.addInitScript(() =>
    addEventListener('DOMContentLoaded', () => {
      const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      // Not the same product at once: that would be a repeat.
      const item_id = entry?.type === 'reload' ? '995242' : '1082185';
      const { edgecart } = window as unknown as { edgecart: (...call: unknown[]) => void };
      edgecart('track', { name: 'view_item', items: [{ item_id }] });
    }),
  );
  await page.goto(url);
  await patiently(() => shop(page, ({ answers }) => answers[0])).toEqual({ source: 'catalogue-order', told: [] });
  await patiently(() => shop(page, async ({ client }) => (await client?.insights())?.runtime.store)).toBe('indexeddb');
  expect(await shop(page, async ({ client }) => (await client?.insights())?.session.views)).toBe(1);
  await page.reload();
  await patiently(() => shop(page, async ({ client }) => (await client?.insights())?.session.views)).toBe(2);
});

test('a database that never opens costs what it would have kept, and nothing else', async () => {
  const page = await open();
  await holdDatabase('never');
  await page.goto(url);
  await patiently(() => shop(page, ({ answers }) => answers[0])).toEqual({ source: 'catalogue-order', told: [] });
  await shop(page, ({ client }) => client?.track({ name: 'view_item', items: [{ item_id: '1082185' }] }));
  await patiently(() => shop(page, async ({ client }) => (await client?.insights())?.session.views)).toBe(1);
  expect(await shop(page, async ({ client }) => (await client?.insights())?.runtime.store)).toBe('memory');
  expect(await shop(page, ({ told }) => told)).toContain('storage-refused');
});
