import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../scripts/run-command.ts';
import { launchChromium } from './chromium.ts';

const sdk = join(root, 'packages/sdk/dist');
const items = [
  { item_id: 'apple', item_name: '<img src=x onerror="document.title=1">', price: 1, item_category: 'fruit' },
];

let server: Server;
let browser: Browser;
/** Port and host tell origins apart: the shop on 127.0.0.1, the place of the script on localhost. */
const origin = (host: string) => `http://${host}:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://shop');
    response.setHeader('access-control-allow-origin', '*');
    if (pathname.startsWith('/sdk/')) {
      response.setHeader('content-type', 'text/javascript');
      return response.end(await readFile(join(sdk, pathname.slice('/sdk/'.length))));
    }
    if (pathname === '/catalogue.json') return response.end(JSON.stringify({ items }));
    if (pathname === '/favicon.ico') return response.writeHead(204).end();
    response.setHeader('content-type', 'text/html');
    if (pathname === '/frame') return response.end(`<iframe src="${origin('127.0.0.1')}/?edgecart=inspect"></iframe>`);
    response.setHeader(
      'content-security-policy',
      `default-src 'self'; script-src ${origin('localhost')}; worker-src blob:; connect-src 'self'`,
    );
    response.end(`<!doctype html><title>Shop</title><a href="/other">Another page</a><p>${pathname}</p>
      <script async src="${origin('localhost')}/sdk/edgecart.js" data-catalogue="/catalogue.json"></script>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

const wait = { timeout: 30_000 };
const opened = (page: Page) =>
  page.locator('[data-testid=inspector-suggestions]').getByText('catalogue-order').waitFor(wait);

test('opens by the address, under a strict policy, reads nothing as markup, and goes along to the next page', async () => {
  const page = await browser.newPage();
  await page.goto(`${origin('127.0.0.1')}/?edgecart=inspect`);
  await opened(page);
  expect(await page.locator('[data-testid=inspector]').textContent()).toContain('<img src=x');
  expect(await page.title()).toBe('Shop');
  await page.getByText('Another page').click();
  await page.getByText('/other').waitFor(wait);
  await opened(page);
  await page.close();
});

test('is not loaded unasked', async () => {
  const page = await browser.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(origin('127.0.0.1'));
  await expect.poll(() => asked, wait).toContain('/sdk/edgecart-encoder.js');
  expect(asked).not.toContain('/sdk/edgecart-inspector.js');
  await page.close();
});

test('does not open within a page of another origin', async () => {
  const page = await browser.newPage();
  const loaded = page.waitForResponse((response) => response.url().endsWith('edgecart-inspector.js'), wait);
  await page.goto(`${origin('localhost')}/frame`);
  await (await loaded).finished();
  const frame = page.frames().find((each) => each.url().includes('inspect'));
  await expect.poll(() => frame?.evaluate(() => 'edgecart' in window), wait).toBe(true);
  // The script's own turn has passed once the client has answered.
  await frame?.evaluate(() =>
    (window as unknown as { edgecart: { client: { recommend(): Promise<unknown> } } }).edgecart.client.recommend(),
  );
  expect(await frame?.locator('[data-edgecart-overlay]').count()).toBe(0);
  await page.close();
});
