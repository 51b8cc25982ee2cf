import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { insights, onPage, opened, openShop, patiently, type Shop } from './page-life/shop.ts';

let shop: Shop;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const errors: string[] = [];
const printed: string[] = [];

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
  page = await newPage();
});
afterEach(async () => {
  expect(errors.splice(0)).toEqual([]);
  await context.close();
  shop.received.length = 0;
  shop.beforeWorker = '';
  printed.length = 0;
});

async function newPage(): Promise<Page> {
  const opened = await context.newPage();
  opened.on('pageerror', (error) => errors.push(error.message));
  opened.on('console', (message) => printed.push(message.text()));
  return opened;
}

const told = (on = page) => onPage(on, ({ told }) => told);
const look = (item_id: string, on = page) =>
  onPage(on, ({ client }, id) => client.track({ name: 'view_item', items: [{ item_id: id }] }), item_id);
const suggested = (on = page) => onPage(on, async ({ client }) => (await client.recommend({ limit: 3 })).items.length);
const views = async (on = page) => (await insights(on)).session.views;

test('storage that is cleared while the page is open takes the consent with it, and the page begins anew in memory', async () => {
  await opened(page, shop.url());
  await onPage(page, ({ client }) => client.consent({ store: true, send: true }));
  await patiently(async () => (await insights(page)).runtime.store).toBe('indexeddb');
  await look('p1');
  await patiently(views).toBe(1);
  const devTools = await context.newCDPSession(page);
  await devTools.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes: 'all' });
  await patiently(async () => (await insights(page)).runtime.store).toBe('memory');
  await look('p2');
  await patiently(views).toBe(1);
  expect(await suggested()).toBe(3);
  // What was cleared stays gone, and from there on it is stored again.
  const next = await opened(await newPage(), shop.url());
  await onPage(next, ({ client }) => client.consent({ store: true }));
  await look('p3', next);
  await patiently(() => suggested(next)).toBe(3);
});

test('a full disk costs what would have been stored, and nothing else', async () => {
  await opened(page, shop.url('data-delivery-batch="1"'));
  const devTools = await context.newCDPSession(page);
  await devTools.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize: 1 });
  await onPage(page, ({ client }) => client.consent({ store: true, send: true }));
  await look('p1');
  await patiently(views).toBe(1);
  await patiently(told).toContain('storage-refused');
  await look('p2');
  await patiently(views).toBe(2);
  expect(await suggested()).toBe(3);
  await patiently(() => shop.received.length).toBe(2);
});

/** Counts the writes to IndexedDB in the worker; from number `from` on each is refused, as by a full disk. */
const refusingWrites = (from: number) => `
  for (const name of ['put', 'add']) {
    const write = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (...given) {
      self.writes = (self.writes || 0) + 1;
      if (self.writes >= ${from}) throw new DOMException('full', 'QuotaExceededError');
      return write.apply(this, given);
    };
  }`;

test('whichever write is refused, the visit goes on from memory, and what is agreed is sent', async () => {
  let writes = Number.POSITIVE_INFINITY;
  for (let from = 1; from <= writes; from++) {
    shop.beforeWorker = refusingWrites(from);
    shop.received.length = 0;
    const visit = await browser.newContext();
    const tab = await visit.newPage();
    tab.on('pageerror', (error) => errors.push(error.message));
    await tab.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    await opened(tab, shop.url('data-delivery-batch="1"'));
    await onPage(tab, ({ client }) => client.consent({ store: true, remember: true, send: true }));
    await look('p1', tab);
    await patiently(() => views(tab)).toBe(1);
    await onPage(tab, ({ client }) => client.cart.set([{ item_id: 'p2' }]));
    await patiently(async () => (await insights(tab)).cart.quantity).toBe(1);
    expect(await suggested(tab), `write ${from}`).toBe(3);
    // What was stored before waits there for the next page; what comes now is sent.
    await look('p3', tab);
    await patiently(() => JSON.stringify(shop.received)).toContain('"p3"');
    const made = (await tab.workers()[0]?.evaluate('self.writes')) as number | undefined;
    if ((made ?? 0) < from) writes = made ?? 0;
    // A copy that is refused is not told: nothing is lost but time.
    const { store } = (await insights(tab)).runtime;
    expect((await told(tab)).includes('storage-refused'), `write ${from}`).toBe(store === 'memory');
    await visit.close();
  }
  expect(writes).toBeGreaterThan(5);
});

test('a clock that jumps ahead and back loses no event and makes none of the future', async () => {
  // On the page, where page and program have the same clock.
  await page.addInitScript(() => {
    const real = Date.now;
    Date.now = () => real() + ((window as { aheadMs?: number }).aheadMs ?? 0);
  });
  const ahead = (ms: number) =>
    page.evaluate((aheadMs) => {
      (window as { aheadMs?: number }).aheadMs = aheadMs;
    }, ms);
  await opened(page, shop.url('data-worker="none" data-delivery-batch="1"'));
  await onPage(page, ({ client }) => client.consent({ store: true, remember: true, send: true }));
  const cleaned = async () => (await insights(page)).cleaning;
  const day = 86_400_000;
  for (const [at, ms] of [0, day, -day, 0, 400 * day, 0].entries()) {
    await ahead(ms);
    await look(`p${at}`);
    await patiently(async () => (await cleaned()).length).toBe(at + 1);
  }
  expect((await cleaned()).map(({ outcome }) => outcome)).not.toContain('rejected');
  expect(await suggested()).toBe(3);
  const { session, cleaning } = await insights(page);
  // The newest is of today again.
  expect(Math.abs((cleaning[0]?.timeMs ?? 0) - Date.now())).toBeLessThan(3_600_000);
  expect(session.views).toBeGreaterThan(0);
  await patiently(() => shop.received.length).toBeGreaterThanOrEqual(4);
});

test('a collector that an ad blocker blocks is tried three times, then left alone until the browser is back online', async () => {
  let tries = 0;
  let blocked = true;
  await context.route('**/v1/records', (route) => {
    if (!blocked) return route.continue();
    tries++;
    return route.abort('blockedbyclient');
  });
  await opened(page, shop.url('data-delivery-batch="1"'));
  await onPage(page, ({ client }) => client.consent({ store: true, send: true }));
  await look('p1');
  await patiently(told).toContain('collector-unreachable');
  expect(tries).toBe(3);
  for (const id of ['p2', 'p3']) await look(id);
  await patiently(async () => (await insights(page)).runtime.unsent).toBe(3);
  expect(await suggested()).toBe(3);
  expect(tries).toBe(3);
  // The browser prints one line for each request that is blocked; Edgecart prints nothing.
  expect(printed.filter((line) => !line.includes('ERR_BLOCKED_BY_CLIENT'))).toEqual([]);
  expect(printed.length).toBeLessThanOrEqual(3);
  blocked = false;
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await patiently(() => shop.received.length).toBe(3);
  await patiently(async () => (await insights(page)).runtime.unsent).toBe(0);
});

test('what waits during nine days offline stays within the caps, and then arrives once', async () => {
  let offline = true;
  await context.route('**/v1/records', (route) => (offline ? route.abort('internetdisconnected') : route.continue()));
  await page.addInitScript(() => {
    const real = Date.now;
    Date.now = () => real() + ((window as { aheadMs?: number }).aheadMs ?? 0);
  });
  await opened(page, shop.url('data-worker="none"'));
  await page.mouse.move(10, 10);
  await page.mouse.move(20, 20);
  await onPage(page, ({ client }) => client.consent({ store: true, remember: true, send: true }));
  // Eighty looks a day in visits of their own; each event names other products.
  const dayAway = (day: number) =>
    onPage(
      page,
      async ({ client }, at) => {
        for (let visit = 0; visit < 4; visit++) {
          (window as { aheadMs?: number }).aheadMs = at * 86_400_000 + visit * 3_600_000;
          for (let i = 0; i < 4; i++) {
            const first = at * 80 + visit * 20 + i * 5;
            const items = Array.from({ length: 5 }, (_, n) => ({ item_id: `p${first + n}` }));
            client.track({ name: 'view_item', items });
          }
          await client.insights();
        }
      },
      day,
    );
  for (let day = 0; day < 9; day++) {
    await dayAway(day);
    // What is over goes right after it was stored.
    await patiently(async () => (await insights(page)).runtime.unsent).toBeLessThanOrEqual(500);
  }
  await patiently(told).toContain('queue-full');
  const { runtime } = await insights(page);
  expect(runtime.unsent).toBeGreaterThan(400);
  offline = false;
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await patiently(async () => (await insights(page)).runtime.unsent).toBe(0);
  const counts = shop.received.filter(({ kind }) => kind === 'count');
  expect(new Set(counts.map(({ id }) => id)).size).toBe(runtime.unsent);
  const hours = counts.flatMap((record) => (record.kind === 'count' ? [Date.parse(`${record.hour}:00Z`)] : []));
  expect(Math.max(...hours) - Math.min(...hours)).toBeLessThanOrEqual(8 * 86_400_000);
});

test('ten thousand events in a burst neither stop the page nor fill the device', async () => {
  await opened(page, shop.url());
  await onPage(page, ({ client }) => client.consent({ store: true, send: true }));
  await patiently(async () => (await insights(page)).runtime.store).toBe('indexeddb');
  await onPage(page, async ({ client }) => {
    for (let i = 0; i < 10_000; i++) {
      client.track({ name: 'view_item', items: [{ item_id: `p${i % 2_000}` }] });
      if (i % 500 === 0) await new Promise((resolve) => setTimeout(resolve));
    }
  });
  await patiently(() => suggested()).toBe(3);
  await patiently(told).toContain('machine-like');
  const { session, runtime } = await insights(page);
  expect(session.machineLike).toBe(true);
  expect(runtime.unsent).toBeLessThanOrEqual(100);
  const stored = await page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await settled(indexedDB.open('edgecart'));
    const count = await settled(db.transaction('events').objectStore('events').count());
    db.close();
    return count;
  });
  expect(stored).toBeLessThanOrEqual(2_000);
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }).length)).toBeLessThan(70_000);
  // And goes on.
  await look('p1');
  expect(await suggested()).toBe(3);
});
