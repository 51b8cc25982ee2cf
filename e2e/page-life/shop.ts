import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { AnonymousRecord } from '@edgecart/protocol';
import type { Edgecart } from '@edgecart/sdk';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { root } from '../../scripts/run-command.ts';

const sdk = join(root, 'packages/sdk/dist');
const products = 2_000;

/** What the shop's page keeps for the tests. */
export interface ShopWindow {
  client?: Edgecart;
  told: string[];
}

/** A shop of products `p0`, `p1`, … with a collector beside it that keeps what it is sent. */
export interface Shop {
  /** Its page; `tag` are attributes of the script tag. */
  url(tag?: string): string;
  /** Every record that arrived, in the order of arrival, also twice. */
  received: AnonymousRecord[];
  /** Puts this before the worker's program, to bring about what a browser does by itself too rarely. */
  beforeWorker: string;
  /** What the collector waits for before it answers. */
  answering: Promise<unknown>;
  close(): void;
}

export async function openShop(): Promise<Shop> {
  const received: AnonymousRecord[] = [];
  const server = createServer((request, response) => void answer(request, response));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  const shop: Shop = { url: () => '', received, beforeWorker: '', answering: Promise.resolve(), close };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://shop');
    if (url.pathname === '/') {
      response.setHeader('content-type', 'text/html');
      response.end(html(url.searchParams.get('tag') ?? ''));
    } else if (url.pathname === '/v1/records') {
      let body = '';
      for await (const chunk of request) body += chunk;
      const { records } = JSON.parse(body) as { records: AnonymousRecord[] };
      received.push(...records);
      await shop.answering;
      response.end(JSON.stringify({ stored: records.length, duplicates: 0, errors: [] }));
    } else if (url.pathname === '/catalogue.json') {
      response.end(JSON.stringify({ items: Array.from({ length: products }, (_, i) => product(i)) }));
    } else if (url.pathname.startsWith('/sdk/')) {
      response.setHeader('content-type', 'text/javascript');
      const file = url.pathname.slice('/sdk/'.length);
      const before = file === 'edgecart-worker.js' ? shop.beforeWorker : '';
      response.end(before + (await readFile(join(sdk, file), 'utf8')));
    } else response.writeHead(404).end();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  shop.url = (tag = '') => `${origin}/?tag=${encodeURIComponent(tag)}`;
  return shop;
}

const product = (i: number) => ({ item_id: `p${i}`, item_name: `Product ${i}`, price: 1, item_category: `c${i % 7}` });

const html = (tag: string) => `<!doctype html><title>Shop</title>
  <script>
    window.edgecart = function () { (edgecart.q = edgecart.q || []).push(arguments) };
    window.told = [];
    edgecart('onDiagnostic', (diagnostic) => told.push(diagnostic.code));
    edgecart('ready', (client) => { window.client = client });
  </script>
  <script async src="/sdk/edgecart.js" data-collector="/" data-catalogue="/catalogue.json" ${tag}></script>`;

/** Asks on the shop's page; the function must not use what stands outside of it, but its argument. */
export function onPage<T, A = undefined>(
  page: Page,
  look: (shop: ShopWindow & { client: Edgecart }, argument: A) => T,
  argument?: A,
): Promise<Awaited<T>> {
  const given = JSON.stringify(argument) ?? 'undefined';
  return page.evaluate(`(${look})(window, ${given})`) as Promise<Awaited<T>>;
}

/** Waits until Edgecart is there and the worker, or whoever stands in for it, has answered. */
export async function opened(page: Page, url: string): Promise<Page> {
  await page.goto(url);
  await page.waitForFunction(() => (window as unknown as ShopWindow).client !== undefined);
  await onPage(page, ({ client }) => client.insights());
  return page;
}

/** Everything here is shared with other tests and may take its time. */
export const patiently = <T>(look: () => T) => expect.poll(() => look(), { timeout: 60_000 });

export const insights = (page: Page) => onPage(page, ({ client }) => client.insights());
