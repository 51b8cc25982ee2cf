import type { Page } from 'playwright';
import { withFreshProfile } from './chromium.ts';
import type { ServedShop } from './serve-shop.ts';

export interface TabsFigures {
  /** Tracked by all tabs together. */
  events: number;
  /** Of them not in the store in the end. */
  lost: number;
  stored_ms: number;
}

const eventsPerTab = 20;
const giveUpMs = 60_000;

/** All tabs of a shop track at once, one event every few milliseconds; then the store they share is counted. */
export function measureTabs(shop: ServedShop, count: number): Promise<TabsFigures> {
  return withFreshProfile(async (browser) => {
    const pages: Page[] = [];
    for (let tab = 0; tab < count; tab++) {
      const page = await browser.newPage();
      await page.goto(shop.page);
      await page.evaluate(() => window.firstAnswers);
      pages.push(page);
    }
    const [first] = pages;
    if (first === undefined) throw new Error('no tab was opened');
    const stored = () => first.evaluate(countEvents);
    const before = await stored();
    const startMs = performance.now();
    await Promise.all(pages.map((page, tab) => page.evaluate(trackSome, [tab, eventsPerTab] as const)));
    const events = count * eventsPerTab;
    let last = await stored();
    // Until all are there, or nothing comes any more.
    for (let still = 0; last - before < events && still < 20 && performance.now() - startMs < giveUpMs; ) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const now = await stored();
      still = now === last ? still + 1 : 0;
      last = now;
    }
    return { events, lost: events - (last - before), stored_ms: Math.round(performance.now() - startMs) };
  });
}

async function trackSome([tab, count]: readonly [number, number]): Promise<void> {
  for (let i = 0; i < count; i++) {
    const item_id = `sku-${String(tab * 100 + i).padStart(7, '0')}`;
    window.edgecart('track', { name: 'view_item', items: [{ item_id }] });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function countEvents(): Promise<number> {
  const settled = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const db = await settled(indexedDB.open('edgecart'));
  const count = await settled(db.transaction('events').objectStore('events').count());
  db.close();
  return count;
}
