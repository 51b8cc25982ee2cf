import type { BrowserContext, Page } from 'playwright';
import type { FirstAnswers } from './browser/shop-page.ts';
import { withFreshProfile } from './chromium.ts';
import { numbers, shuffled } from './numbers.ts';
import type { ServedShop } from './serve-shop.ts';

/** One visit: the page with nothing on the device, and the page of the same shop after that. */
export interface Visit {
  items: number;
  cold: FirstAnswers;
  warm: FirstAnswers;
  /** Whether the model was on the device after the first page already. */
  keptAtOnce: boolean;
}

const keptWithinMs = 4_000;

async function openShop(browser: BrowserContext, shop: ServedShop): Promise<{ page: Page; answers: FirstAnswers }> {
  const page = await browser.newPage();
  await page.goto(shop.page);
  return { page, answers: await page.evaluate(() => window.firstAnswers) };
}

/** Whether the model lies in the SDK's IndexedDB, waiting for it a while. */
async function waitUntilKept(page: Page): Promise<boolean> {
  return page.evaluate(async (limitMs) => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const startMs = performance.now(); performance.now() - startMs < limitMs; ) {
      if ((await indexedDB.databases()).some(({ name }) => name === 'edgecart')) {
        const db = await settled(indexedDB.open('edgecart'));
        const key = await settled(db.transaction('kept').objectStore('kept').getKey('model'));
        db.close();
        if (key !== undefined) return true;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  }, keptWithinMs);
}

async function visit(browser: BrowserContext, shop: ServedShop): Promise<Visit> {
  const first = await openShop(browser, shop);
  const keptAtOnce = await waitUntilKept(first.page);
  await first.page.close();
  if (!keptAtOnce) {
    const second = await openShop(browser, shop);
    if (!(await waitUntilKept(second.page))) throw new Error('the model was not kept on the device after two pages');
    await second.page.close();
  }
  const last = await openShop(browser, shop);
  await last.page.close();
  return { items: shop.items, cold: first.answers, warm: last.answers, keptAtOnce };
}

/** Visits every shop once a round, each round in another order and with a fresh profile. */
export async function measureFirstAnswers(
  shops: readonly ServedShop[],
  rounds: number,
  progress: (round: number) => void,
): Promise<Visit[]> {
  const next = numbers(rounds);
  const visits: Visit[] = [];
  for (let round = 0; round < rounds; round++) {
    progress(round);
    await withFreshProfile(async (browser) => {
      for (const shop of shuffled(shops, next)) visits.push(await visit(browser, shop));
    });
  }
  return visits;
}
