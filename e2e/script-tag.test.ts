import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Edgecart } from '@edgecart/sdk';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../scripts/run-command.ts';
import { launchChromium } from './chromium.ts';

const sdk = join(root, 'packages/sdk/dist');
const items = ['apple', 'pear', 'bread'].map((item_id) => ({
  item_id,
  item_name: item_id,
  price: 1,
  item_category: item_id === 'bread' ? 'bakery' : 'fruit',
}));

let server: Server;
let browser: Browser;
let policy: string | undefined;
const received: { type: string | undefined; body: string }[] = [];
/** Port and host tell origins apart: the shop on 127.0.0.1, the place of the script on localhost. */
const origin = (host: string) => `http://${host}:${(server.address() as AddressInfo).port}`;

function shopPage(attributes: string): string {
  return `<!doctype html><title>Shop</title>
    <script>
      window.edgecart = function () { (edgecart.q = edgecart.q || []).push(arguments) };
      window.told = [];
      edgecart('onDiagnostic', (diagnostic) => told.push(diagnostic.code));
      edgecart('track', { name: 'view_item', items: [{ item_id: 'apple' }] });
      edgecart('nonsense');
      edgecart('ready', (client) => { window.client = client });
    </script>
    <script async ${attributes} data-catalogue="/catalogue.json"></script>`;
}

beforeAll(async () => {
  let attributes = '';
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://shop');
    if (url.pathname === '/') {
      attributes = url.searchParams.get('tag') ?? '';
      response.setHeader('content-type', 'text/html');
      if (policy !== undefined) response.setHeader('content-security-policy', policy);
      return response.end(shopPage(attributes));
    }
    if (url.pathname === '/v1/records') {
      let body = '';
      for await (const chunk of request) body += chunk;
      received.push({ type: request.headers['content-type'], body });
      response.setHeader('access-control-allow-origin', '*');
      return response.end(JSON.stringify({ stored: 1, duplicates: 0, errors: [] }));
    }
    if (url.pathname === '/catalogue.json') return response.end(JSON.stringify({ items }));
    if (!url.pathname.startsWith('/sdk/')) return response.writeHead(404).end();
    response.setHeader('content-type', 'text/javascript');
    response.end(await readFile(join(sdk, url.pathname.slice('/sdk/'.length))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

async function open(tag: string, csp?: string) {
  policy = csp;
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  // A busy machine takes longer than a shopper would wait.
  const patient = `${tag} data-time-limit-ms="3000"`;
  await page.goto(`${origin('127.0.0.1')}/?tag=${encodeURIComponent(patient)}`);
  const answer = await page
    .waitForFunction(() => (window as unknown as { client?: Edgecart }).client)
    .then(() =>
      page.evaluate(async () => {
        const { client, told } = window as unknown as { client: Edgecart; told: string[] };
        const { items } = await client.recommend({ surface: 'product', limit: 2 });
        const { runtime, session } = await client.insights();
        return { ids: items.map((item) => item.item_id), place: runtime.place, views: session.views, told };
      }),
    );
  await page.close();
  return { ...answer, errors };
}

const answered = { ids: ['pear', 'bread'], views: 1, errors: [] };

describe('the script tag', () => {
  test("from the shop's own origin starts the worker beside it, and replays the calls made before", async () => {
    const seen = await open('src="/sdk/edgecart.js"');
    expect(seen).toMatchObject({ ...answered, place: 'worker', told: ['unknown-call'] });
  });

  test('takes calls made the moment that it has loaded, too', async () => {
    const track = "edgecart('track', { name: 'view_item', items: [{ item_id: 'bread' }] })";
    const seen = await open(`src="/sdk/edgecart.js" onload="${track}"`);
    expect(seen).toMatchObject({ place: 'worker', views: 2, errors: [] });
  });

  test('passes over what waits and is no call', async () => {
    const seen = await open('src="/sdk/edgecart.js" onload="edgecart.q.unshift(null, {})"');
    expect(seen).toMatchObject({ ...answered, place: 'worker' });
    expect(seen.told).toContain('unknown-call');
  });

  test('from another origin starts the worker too, without CORS', async () => {
    const seen = await open(`src="${origin('localhost')}/sdk/edgecart.js"`);
    expect(seen).toMatchObject({ ...answered, place: 'worker' });
  });

  test('works on the page where the policy refuses the worker, and says so to the developer', async () => {
    const csp = "default-src 'self'; script-src 'self' 'unsafe-inline'; worker-src 'none'";
    const seen = await open('src="/sdk/edgecart.js"', csp);
    expect(seen).toMatchObject({ ...answered, place: 'page' });
    expect(seen.told).toContain('worker-unavailable');
  });

  test('says so as well where the worker is refused at once, before the calls that wait have had their turn', async () => {
    const elsewhere = `${origin('localhost')}/sdk/edgecart-worker.js`;
    const seen = await open(`src="/sdk/edgecart.js" data-worker-url="${elsewhere}"`);
    expect(seen).toMatchObject({ ...answered, place: 'page' });
    expect(seen.told).toContain('worker-unavailable');
  });

  test("needs neither 'unsafe-eval' nor 'wasm-unsafe-eval'", async () => {
    const csp = "default-src 'self'; script-src 'self' 'unsafe-inline'";
    expect(await open('src="/sdk/edgecart.js"', csp)).toMatchObject({ ...answered, place: 'worker' });
  });

  test('sends what waits by beacon when the page is left, and the paths not', async () => {
    policy = undefined;
    const page = await browser.newPage();
    const tag = `src="/sdk/edgecart.js" data-collector="${origin('localhost')}" data-path-delay-ms="60000"`;
    await page.goto(`${origin('127.0.0.1')}/?tag=${encodeURIComponent(tag)}`);
    await page.waitForFunction(() => (window as unknown as { client?: Edgecart }).client);
    const waiting = () =>
      page.evaluate(async () => {
        const { runtime } = await (window as unknown as { client: Edgecart }).client.insights();
        return [runtime.unsent, runtime.waitingPaths];
      });
    await page.evaluate(() => {
      const { client } = window as unknown as { client: Edgecart };
      client.consent({ send: true });
      for (const item_id of ['pear', 'bread']) client.track({ name: 'add_to_cart', items: [{ item_id }] });
      client.track({ name: 'purchase', items: [{ item_id: 'pear' }, { item_id: 'bread' }] });
    });
    await expect.poll(waiting).toEqual([4, 1]);
    expect(received).toEqual([]);
    await page.goto('about:blank');
    await expect.poll(() => received.length).toBe(1);
    const [beacon] = received.splice(0);
    expect(beacon?.type).toMatch(/^text\/plain/);
    const { records } = JSON.parse(beacon?.body ?? '') as { records: { kind: string; type: string; item: string }[] };
    expect(records.map(({ kind, type, item }) => `${kind} ${type} ${item}`)).toEqual([
      'count add_to_cart pear',
      'count add_to_cart bread',
      'count purchase pear',
      'count purchase bread',
    ]);
    await page.close();
  });

  test('sends nothing by beacon once sending was withdrawn', async () => {
    policy = undefined;
    received.length = 0;
    const page = await browser.newPage();
    const tag = `src="/sdk/edgecart.js" data-collector="${origin('localhost')}"`;
    await page.goto(`${origin('127.0.0.1')}/?tag=${encodeURIComponent(tag)}`);
    await page.waitForFunction(() => (window as unknown as { client?: Edgecart }).client);
    const unsent = () =>
      page.evaluate(async () => (await (window as unknown as { client: Edgecart }).client.insights()).runtime.unsent);
    await page.evaluate(() => {
      const { client } = window as unknown as { client: Edgecart };
      client.consent({ send: true });
      client.track({ name: 'add_to_cart', items: [{ item_id: 'pear' }] });
    });
    await expect.poll(unsent).toBe(1);
    await page.evaluate(() => (window as unknown as { client: Edgecart }).client.consent({ send: false }));
    await page.goto('about:blank');
    // The next page's beacon comes after whatever the first had sent.
    await page.goto(`${origin('127.0.0.1')}/?tag=${encodeURIComponent(tag)}`);
    await page.waitForFunction(() => (window as unknown as { client?: Edgecart }).client);
    await page.evaluate(() => {
      const { client } = window as unknown as { client: Edgecart };
      client.consent({ send: true });
      client.track({ name: 'add_to_cart', items: [{ item_id: 'bread' }] });
    });
    await expect.poll(unsent).toBe(1);
    await page.goto('about:blank');
    await expect.poll(() => received.length).toBe(1);
    expect(received.map(({ body }) => body).join()).not.toContain('pear');
    await page.close();
  });

  test('with a wrong attribute breaks nothing on the page', async () => {
    policy = undefined;
    const page = await browser.newPage();
    const warnings: string[] = [];
    const errors: string[] = [];
    page.on('console', (message) => warnings.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(
      `${origin('127.0.0.1')}/?tag=${encodeURIComponent('src="/sdk/edgecart.js" data-time-limit-ms="soon"')}`,
    );
    await expect.poll(() => warnings.join()).toMatch(/timeLimitMs.*number of at least 0/);
    expect(errors).toEqual([]);
    await page.close();
  });
});
