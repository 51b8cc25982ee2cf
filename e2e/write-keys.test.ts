import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collector, startCollector } from '@edgecart/collector';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';

let folder: string;
let pages: Server;
let collector: Collector;
let browser: Browser;
/** One server, two origins: the shop's, and a stranger's. */
const origin = (host: string) => `http://${host}:${(pages.address() as AddressInfo).port}`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgecart-write-keys-'));
  pages = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Shop</title>');
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  collector = await startCollector({
    port: 0,
    data: folder,
    shops: [{ name: 'shop', keys: ['wk_shop'], origins: [origin('localhost')] }],
  });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await collector?.close();
  pages?.close();
  await rm(folder, { recursive: true, force: true });
});

const hour = () => new Date().toISOString().slice(0, 13);
let made = 0;

function batch(): string {
  made += 1;
  const id = made.toString(16).padStart(32, '0');
  return JSON.stringify({ records: [{ id, kind: 'count', type: 'view_item', item: 'tea', hour: hour() }] });
}

interface Sending {
  type: string;
  key?: string;
  beacon?: boolean;
}

/** What a script on a page of this host makes of sending a batch: the answer, or `unreadable`. */
async function send(host: string, { type, key = 'wk_shop', beacon = false }: Sending): Promise<unknown> {
  const page = await browser.newPage();
  await page.goto(origin(host));
  const url = `${collector.url}/k/${key}/v1/records`;
  const answer = await page.evaluate(
    async ([url = '', type = '', body = '', way]) => {
      if (way === 'beacon') return navigator.sendBeacon(url, new Blob([body], { type }));
      try {
        const response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
        return { status: response.status, body: await response.json() };
      } catch {
        return 'unreadable';
      }
    },
    [url, type, batch(), beacon ? 'beacon' : 'fetch'],
  );
  await page.close();
  return answer;
}

/** How often the collector answered so. */
async function answered(labels: string): Promise<number> {
  const metrics = await (await fetch(`${collector.url}/metrics`)).text();
  return Number(
    metrics
      .split('\n')
      .find((line) => line.startsWith(`edgecart_requests_total{${labels}} `))
      ?.split(' ')[1] ?? 0,
  );
}

const stored = { status: 200, body: { stored: 1, duplicates: 0, errors: [] } };
const route = 'route="/k/:key/v1/records"';

describe("a script on a page of the shop's origin", () => {
  test('sends plain text without a preflight, and reads the answer', async () => {
    expect(await send('localhost', { type: 'text/plain' })).toEqual(stored);
    expect(await answered(`${route},status="204"`)).toBe(0);
  });

  test('sends a beacon without a preflight', async () => {
    const before = await answered(`${route},status="200"`);
    expect(await send('localhost', { type: 'text/plain', beacon: true })).toBe(true);
    await expect.poll(() => answered(`${route},status="200"`)).toBe(before + 1);
    expect(await answered(`${route},status="204"`)).toBe(0);
  });

  test('sends JSON after a preflight', async () => {
    expect(await send('localhost', { type: 'application/json' })).toEqual(stored);
    expect(await answered(`${route},status="204"`)).toBe(1);
  });

  test('reads that its key is wrong, with and without a preflight', async () => {
    for (const type of ['text/plain', 'application/json']) {
      expect(await send('localhost', { type, key: 'wk_shoo' })).toMatchObject({
        status: 403,
        body: { error: 'unknown-write-key' },
      });
    }
  });
});

test('a script on a page of another origin stores nothing, and reads nothing', async () => {
  const before = await answered(`${route},status="200"`);
  const refusedBefore = await answered(`${route},status="403"`);
  for (const type of ['text/plain', 'application/json']) expect(await send('127.0.0.1', { type })).toBe('unreadable');
  await send('127.0.0.1', { type: 'text/plain', beacon: true });
  await expect.poll(() => answered(`${route},status="403"`)).toBe(refusedBefore + 3);
  expect(await answered(`${route},status="200"`)).toBe(before);
});
