import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Edgecart } from '@edgecart/sdk';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../scripts/run-command.ts';
import { launchChromium } from './chromium.ts';

const sdk = join(root, 'packages/sdk/dist');
const items = [26, 27, 28].map((id) => ({
  item_id: String(id),
  item_name: `Hat ${id}`,
  price: 18,
  item_category: 'Hats',
}));

/** A WooCommerce shop whose theme also pushes to `dataLayer`: before our scripts are there, and after. */
const shopPage = `<!doctype html><title>Hats</title>
  <link rel="https://api.w.org/" href="/wp-json/">
  <script>
    dataLayer = [{ event: 'view_item', ecommerce: { currency: 'EUR', items: [{ item_id: '27', price: 18 }] } }];
  </script>
  <script async src="/sdk/edgecart-adapters.js" data-use="data-layer woocommerce sitemap" data-currency="EUR"></script>
  <script async src="/sdk/edgecart.js" data-catalogue="/catalogue.json"></script>
  <body class="woocommerce"><button>Add</button>
  <script>
    document.querySelector('button').onclick = () => fetch('/wp-json/wc/store/v1/cart/add-item', { method: 'POST' });
  </script>`;

let server: Server;
let browser: Browser;
let quantity = 0;

beforeAll(async () => {
  server = createServer(async ({ url = '/' }, response) => {
    const json = (value: unknown) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
    if (url === '/') return response.setHeader('content-type', 'text/html').end(shopPage);
    if (url === '/catalogue.json') return json({ items });
    if (url.endsWith('/cart/add-item')) return json({ added: ++quantity });
    const line = {
      id: 26,
      quantity,
      name: 'Hat',
      prices: { price: '1800', currency_code: 'EUR', currency_minor_unit: 2 },
    };
    if (url.endsWith('/wc/store/v1/cart')) return json({ items: quantity > 0 ? [line] : [] });
    if (!url.startsWith('/sdk/')) return response.writeHead(404).end();
    response.setHeader('content-type', 'text/javascript');
    response.end(await readFile(join(sdk, url.slice('/sdk/'.length))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

test('two script tags follow a shop: what was pushed before, the cart, and what is added to it', async () => {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => (window as unknown as { edgecart?: { client?: Edgecart } }).edgecart?.client);
  const insights = () =>
    page.evaluate(() => (window as unknown as { edgecart: { client: Edgecart } }).edgecart.client.insights());
  await expect.poll(async () => (await insights()).session.views).toBe(1);
  await page.click('button');
  await expect
    .poll(async () => (await insights()).cart.lines)
    .toEqual([{ item_id: '26', item_name: 'Hat', price: 18, quantity: 1 }]);
  const mistakes = await page.evaluate(
    () => (window as unknown as { edgecartAdapters: { mistakes: unknown[] } }).edgecartAdapters.mistakes,
  );
  expect(mistakes).toEqual([
    { adapter: 'script', where: 'data-use', reason: expect.stringContaining('sitemap is not an adapter') },
  ]);
  expect(errors).toEqual([]);
});
