import type { CountRecord } from '@edgecart/protocol';
import type { Browser, BrowserContext } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { insights, onPage, opened, openShop, patiently, type Shop } from './page-life/shop.ts';

let shop: Shop;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  shop = await openShop();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  shop?.close();
});
beforeEach(async () => {
  context = await browser.newContext();
});
afterEach(async () => {
  await context.close();
  shop.received.length = 0;
});

test('of a hundred clicks that each leave the page at once, no event is lost and none is counted twice', async () => {
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  // On each page: one click's worth of work, then away, from before the worker has started to just after it has answered.
  await page.addInitScript(() => {
    const left = (at: number) => {
      const next = new URL(location.href);
      next.searchParams.set('at', String(at + 1));
      location.href = next.href;
    };
    addEventListener('DOMContentLoaded', () => {
      const at = Number(new URLSearchParams(location.search).get('at') ?? 0);
      const { edgecart } = window as unknown as { edgecart: (...call: unknown[]) => void };
      if (at === 0) edgecart('consent', { store: true, remember: true });
      if (at >= 100) return;
      edgecart('ready', ({ track }: { track: (event: unknown) => void }) => {
        track({ name: 'add_to_cart', items: [{ item_id: `p${at}` }] });
        if (at % 3 === 0) left(at);
        else setTimeout(() => left(at), at % 3 === 1 ? at : at * 3);
      });
    });
  });
  await page.goto(shop.url());
  await page.waitForURL(/at=100$/, { timeout: 150_000 });
  await page.waitForFunction(() => 'client' in window);
  const lines = async () => (await insights(page)).cart.lines.map(({ item_id }) => item_id).sort();
  const all = Array.from({ length: 100 }, (_, i) => `p${i}`).sort();
  await patiently(async () => (await lines()).length).toBe(100);
  const { cart } = await insights(page);
  expect(await lines()).toEqual(all);
  expect(cart.quantity).toBe(100);
  expect(errors).toEqual([]);
});

test('a purchase is counted once, although its page is reloaded and opened in another tab', async () => {
  const url = shop.url('data-delivery-batch="1"');
  const order = {
    name: 'purchase' as const,
    transaction_id: 'order-77',
    items: [{ item_id: 'p1' }, { item_id: 'p2' }],
  };
  const page = await opened(await context.newPage(), url);
  await onPage(page, ({ client }) => client.consent({ store: true, send: true }));
  const thank = async (on: typeof page) => {
    await onPage(on, ({ client }, event) => client.track(event), order);
    await insights(on);
  };
  await thank(page);
  for (let reloads = 0; reloads < 3; reloads++) {
    await opened(page, url);
    await thank(page);
  }
  const other = await opened(await context.newPage(), url);
  await thank(other);
  await patiently(() => onPage(other, ({ told }) => told)).toContain('event-rejected');
  await onPage(other, ({ client }) => client.track({ name: 'view_item', items: [{ item_id: 'p9' }] }));
  // The beacon of a page that is left sends again what is in flight; the collector drops it by id.
  const counts = () =>
    [...new Map(shop.received.map((record) => [record.id, record])).values()]
      .filter((record): record is CountRecord => record.kind === 'count')
      .map(({ type, item }) => `${type} ${item}`)
      .sort();
  await patiently(counts).toEqual(['purchase p1', 'purchase p2', 'view_item p9']);
  expect(JSON.stringify(shop.received)).not.toContain('order-77');
});

test('what is done in one tab is seen in the others when the shopper comes to them, and is sent once', async () => {
  const url = shop.url('data-delivery-batch="1"');
  const tabs = [];
  for (let i = 0; i < 3; i++) {
    const tab = await opened(await context.newPage(), url);
    await onPage(tab, ({ client }) => client.consent({ store: true, send: true }));
    await patiently(async () => (await insights(tab)).runtime.store).toBe('indexeddb');
    tabs.push(tab);
  }
  const [first, ...others] = tabs;
  if (first === undefined) throw new Error('No tab was opened');
  await onPage(first, ({ client }) => client.cart.set([{ item_id: 'p1', quantity: 2 }, { item_id: 'p4' }]));
  await patiently(async () => (await insights(first)).cart.quantity).toBe(3);
  for (const tab of others) {
    await tab.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await patiently(async () => (await insights(tab)).cart.quantity).toBe(3);
  }
  // All at the same time, each something of its own; few enough for a person.
  await Promise.all(
    tabs.map((tab, at) =>
      onPage(
        tab,
        ({ client }, of) => {
          for (let i = 0; i < 2; i++)
            client.track({ name: 'view_item', items: [{ item_id: `p${100 + of * 10 + i}` }] });
        },
        at,
      ),
    ),
  );
  const views = () => shop.received.filter((record) => record.kind === 'count' && record.type === 'view_item');
  await patiently(() => new Set(views().map(({ id }) => id)).size).toBe(6);
  await patiently(async () => (await insights(first)).runtime.unsent).toBe(0);
  expect(new Set(shop.received.map(({ id }) => id)).size).toBe(shop.received.length);
});

test('a private window works like any other, and the next one finds nothing of it', async () => {
  const page = await opened(await context.newPage(), shop.url());
  await onPage(page, ({ client }) => client.consent({ store: true, remember: true, send: true }));
  await onPage(page, ({ client }) => client.cart.set([{ item_id: 'p5' }]));
  await patiently(async () => (await insights(page)).runtime.store).toBe('indexeddb');
  const second = await opened(await context.newPage(), shop.url());
  await patiently(async () => (await insights(second)).cart.quantity).toBe(1);
  await context.close();
  context = await browser.newContext();
  const next = await opened(await context.newPage(), shop.url());
  const { cart, consent } = await insights(next);
  expect(cart.quantity).toBe(0);
  expect(consent).toEqual({ store: false, remember: false, send: false });
  expect(await next.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
});
