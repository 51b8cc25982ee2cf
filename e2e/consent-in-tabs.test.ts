import { type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { chromiumLaunch } from '../scripts/chromium.ts';
import { insights, onPage, opened, openShop, patiently, type Shop } from './page-life/shop.ts';

/** Nothing leaves by itself: only full batches, and what a page that is hidden still has. */
const slow = 'data-delivery-batch="2" data-delivery-interval-ms="3600000"';
const allOn = { store: true, remember: true, send: true };
const allOff = { store: false, remember: false, send: false };

let shop: Shop;
let browser: BrowserContext;

beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());
beforeEach(async () => {
  // With the back/forward cache, which Playwright switches off.
  browser = await chromium.launchPersistentContext('', {
    ...chromiumLaunch(),
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  shop.received.length = 0;
  shop.answering = Promise.resolve();
});
afterEach(() => browser?.close());

/** A tab of the shop; the first one asks for consent, as a shop's banner would. */
async function tab(consent?: typeof allOn): Promise<Page> {
  const page = await browser.newPage();
  await opened(page, shop.url(slow));
  if (consent) await onPage(page, ({ client }, choice) => client.consent(choice), consent);
  await patiently(async () => (await insights(page)).consent).toEqual(allOn);
  return page;
}

const look = (page: Page, ...ids: string[]) =>
  onPage(
    page,
    ({ client }, items) => {
      for (const item_id of items) client.track({ name: 'view_item', items: [{ item_id }] });
    },
    ids,
  );
const unsent = async (page: Page) => (await insights(page)).runtime.unsent;
const consentOf = async (page: Page) => (await insights(page)).consent;
const arrived = () => shop.received.map((record) => (record.kind === 'count' ? record.item : record.items.join()));

/** What is left of this shopper on the device. */
const stored = (page: Page) =>
  page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await settled(indexedDB.open('edgecart'));
    const names = Array.from(db.objectStoreNames);
    const counts = await Promise.all(names.map((name) => settled(db.transaction(name).objectStore(name).count())));
    db.close();
    return { records: counts.reduce((sum, count) => sum + count, 0), keys: Object.keys(localStorage) };
  });

test('sending that is taken back in one tab stops in the other, which the shopper does not touch', async () => {
  const first = await tab(allOn);
  const second = await tab();
  await look(second, 'p1');
  await patiently(() => unsent(second)).toBe(1);
  await onPage(first, ({ client }) => client.consent({ send: false }));
  await patiently(() => consentOf(second)).toEqual({ ...allOn, send: false });
  await patiently(() => unsent(second)).toBe(0);
  // What is tracked now is told to nobody, and the page that is left has nothing for its beacon.
  await look(second, 'p2', 'p3');
  await patiently(async () => (await insights(second)).session.views).toBe(3);
  await second.goto('about:blank');
  await look(await tabAgain(first), 'p4', 'p5');
  await patiently(() => arrived().sort()).toEqual(['p4', 'p5']);
});

/** The same tab once the shopper has agreed again. */
async function tabAgain(page: Page): Promise<Page> {
  await onPage(page, ({ client }) => client.consent({ send: true }));
  await patiently(() => consentOf(page)).toEqual(allOn);
  return page;
}

test('forgotten in one tab while the other is sending: what is under way is the last, and nothing is left', async () => {
  const first = await tab(allOn);
  const second = await tab();
  await first.evaluate(() => localStorage.setItem('edgecart.draw', '77'));
  let answer = () => {};
  shop.answering = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await look(second, 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7');
  await patiently(() => arrived().length).toBe(2);
  const forgetting = onPage(first, ({ client }) => client.forget());
  expect(await first.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await forgetting;
  await patiently(() => consentOf(second)).toEqual(allOff);
  answer();
  await patiently(() => stored(first)).toEqual({ records: 0, keys: [] });
  expect((await insights(second)).seen).toEqual([]);
  await second.goto('about:blank');
  expect(await onPage(first, ({ client }) => client.ledger())).toEqual([]);
  expect(arrived()).toHaveLength(2);
});

test('a page in the back/forward cache comes back without the consent that was taken back meanwhile', async () => {
  const first = await tab(allOn);
  const second = await tab();
  await second.evaluate(() =>
    addEventListener('pageshow', (event) => Object.assign(window, { kept: event.persisted })),
  );
  await second.goto(`${new URL(shop.url()).origin}/catalogue.json`);
  await onPage(first, ({ client }) => client.consent({ store: false, remember: false, send: false }));
  await patiently(() => consentOf(first)).toEqual(allOff);
  // Not `goBack`: it waits for a load, and a page that was kept does not load again.
  await second.evaluate(() => history.back());
  await patiently(() => second.evaluate(() => (window as { kept?: boolean }).kept)).toBe(true);
  await patiently(() => consentOf(second)).toEqual(allOff);
});

test('what is agreed to in one tab holds in the other one, too', async () => {
  const first = await tab(allOn);
  const second = await tab();
  await onPage(first, ({ client }) => client.consent({ send: false }));
  await patiently(async () => (await consentOf(second)).send).toBe(false);
  await onPage(first, ({ client }) => client.consent({ send: true }));
  await patiently(() => consentOf(second)).toEqual(allOn);
});
