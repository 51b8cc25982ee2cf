import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Edgecart } from '@edgecart/sdk';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../scripts/run-command.ts';
import { launchChromium } from './chromium.ts';

/** Other work may keep the machine busy. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });

const sdk = join(root, 'packages/sdk/dist');
const names = ['Apples', 'Pears', 'Rye bread', 'Rolls', 'Milk', 'Butter', 'Eggs', 'Soap'];
const items = names.map((item_name, i) => ({
  item_id: `p${i}`,
  item_name,
  price: i + 0.99,
  item_category: ['Fruit', 'Fruit', 'Bakery', 'Bakery', 'Dairy', 'Dairy', 'Dairy', 'Home'][i],
  url: `/product.html?id=p${i}`,
  image: `/picture/${i}.svg`,
}));

/** As strict as shops have it: no inline script, no inline style. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'";

const shopPage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
  <link rel="stylesheet" href="/shop.css">
  <script async src="/sdk/edgecart-widgets.js" data-currency="EUR"></script>
  <script async src="/sdk/edgecart.js" data-collector="/" data-catalogue="/catalogue.json" data-delivery-interval-ms="100"></script>
  <h1>Shop</h1>
  <edgecart-recommendations surface="home" limit="4"></edgecart-recommendations>
  <p id="below">Below the suggestions.</p>`;
const shopStyle = 'edgecart-recommendations { display: block; min-block-size: 30rem }';

let server: Server;
let browser: Browser;
/** Requests for this file wait until they are let go. */
let held: string | undefined;
let letGo: (() => void)[] = [];
let records: { type: string; item: string; shown?: { model: string; slot: number } }[] = [];

beforeAll(async () => {
  const types: Record<string, string> = {
    js: 'text/javascript',
    svg: 'image/svg+xml',
    css: 'text/css',
    html: 'text/html',
  };
  server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://shop');
    const name = pathname.split('/').at(-1) ?? '';
    response.setHeader('content-type', types[name.split('.').at(-1) ?? ''] ?? 'application/json');
    if (name === held) await new Promise<void>((resolve) => letGo.push(resolve));
    if (pathname === '/' || pathname === '/product.html') {
      response.setHeader('content-type', 'text/html');
      response.setHeader('content-security-policy', policy);
      return response.end(shopPage);
    }
    if (name === 'shop.css') return response.end(shopStyle);
    if (name === 'catalogue.json') return response.end(JSON.stringify({ items }));
    if (name.endsWith('.svg'))
      return response.end(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle cx="4" cy="4" r="4"/></svg>',
      );
    if (pathname.endsWith('/v1/records')) {
      let body = '';
      for await (const chunk of request) body += chunk;
      const batch = JSON.parse(body) as { records: typeof records };
      records.push(...batch.records);
      return response.end(JSON.stringify({ stored: batch.records.length, duplicates: 0, errors: [] }));
    }
    if (name === 'favicon.ico') return response.writeHead(204).end();
    if (!pathname.startsWith('/sdk/')) return response.writeHead(404).end();
    response.end(await readFile(join(sdk, name)).catch(() => ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

async function open(): Promise<{ page: Page; errors: string[] }> {
  records = [];
  letGo = [];
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.addInitScript(() => {
    const counted = window as unknown as { shifted: number };
    counted.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) counted.shifted += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { waitUntil: 'commit' });
  return { page, errors };
}
const shifted = (page: Page) => page.evaluate(() => (window as unknown as { shifted: number }).shifted);
const state = (page: Page) => page.locator('edgecart-recommendations').getAttribute('data-state');

test.each(['edgecart.js', 'edgecart-widgets.js', 'catalogue.json'])(
  'whenever %s comes, the page does not jump, and a strict policy is kept',
  async (late) => {
    held = late;
    const { page, errors } = await open();
    await eventually(() => letGo.length).toBe(1);
    if (late !== 'edgecart-widgets.js') await eventually(() => state(page)).toBe('pending');
    held = undefined;
    for (const go of letGo) go();
    await eventually(() => state(page)).toBe('shown');
    await eventually(() =>
      page
        .locator('img')
        .first()
        .evaluate((image: HTMLImageElement) => image.naturalWidth),
    ).toBe(9);
    expect(await shifted(page)).toBe(0);
    expect(errors).toEqual([]);
    await page.close();
  },
);

test('what was shown and chosen is counted as ours, at the place where it stood', async () => {
  const { page } = await open();
  await eventually(() => state(page)).toBe('shown');
  await page.evaluate(() => {
    const { edgecart } = window as unknown as { edgecart: (...call: unknown[]) => void };
    edgecart('consent', { store: true, send: true });
  });
  const store = () =>
    page.evaluate(async () => {
      const { edgecart } = window as unknown as { edgecart: { client: Edgecart } };
      return (await edgecart.client.insights()).runtime.store;
    });
  await eventually(store).toBe('indexeddb');
  await page.locator('edgecart-recommendations a').nth(2).click();
  await eventually(() => new URL(page.url()).pathname).toBe('/product.html');
  await eventually(() => records.find(({ type }) => type === 'select_item')).toMatchObject({
    shown: { model: 'none', slot: 2 },
  });
  const chosen = records.find(({ type }) => type === 'select_item');
  expect(new URL(page.url()).searchParams.get('id')).toBe(chosen?.item);
  await page.close();
});
