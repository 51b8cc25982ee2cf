import type { BrowserContext, Page } from 'playwright';
import type { BareAnswer } from './browser/bare-page.ts';
import type { FirstAnswers } from './browser/shop-page.ts';
import { withFreshProfile } from './chromium.ts';
import { numbers, shuffled } from './numbers.ts';
import type { ServedShop } from './serve-shop.ts';

/** One visit: the page with nothing on the device, and a page of the same shop after that. */
interface ShopVisit {
  items: number;
  cold: FirstAnswers;
  warm: FirstAnswers;
  /** Whether the model was on the device after the first page already. */
  keptAtOnce: boolean;
}

/** The same with a bare worker: milliseconds until it had answered. */
interface BareVisit {
  bareColdMs: number;
  bareWarmMs: number;
}

export type Visit = ShopVisit & BareVisit;

const keptWithinMs = 4_000;

async function openShop(browser: BrowserContext, shop: ServedShop): Promise<{ page: Page; answers: FirstAnswers }> {
  const page = await browser.newPage();
  await page.goto(shop.page);
  return { page, answers: await page.evaluate(() => window.firstAnswers) };
}

/** Whether a value lies in an IndexedDB under a key, waiting for it a while. */
async function waitUntilKept(
  page: Page,
  name: 'edgecart' | 'bare',
  key: 'model' | 'answers' | 'table',
): Promise<boolean> {
  return page.evaluate(
    async ([database, kept, limitMs]) => {
      const settled = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      for (const startMs = performance.now(); performance.now() - startMs < limitMs; ) {
        if ((await indexedDB.databases()).some((each) => each.name === database)) {
          const db = await settled(indexedDB.open(database));
          const found = await settled(db.transaction('kept').objectStore('kept').getKey(kept));
          db.close();
          if (found !== undefined) return true;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return false;
    },
    [name, key, keptWithinMs] as const,
  );
}

/** A page that only starts the bare worker; answers with the milliseconds until its answer. */
async function openBare(browser: BrowserContext, shop: ServedShop, from: BareAnswer['from']): Promise<number> {
  const page = await browser.newPage();
  await page.goto(shop.barePage);
  const answer = await page.evaluate(() => window.bareAnswer);
  if (answer.from !== from) throw new Error(`the bare worker had its table from ${answer.from}, not from ${from}`);
  if (!(await waitUntilKept(page, 'bare', 'table'))) throw new Error('the bare worker did not keep its table');
  await page.close();
  return answer.ms;
}

async function visit(browser: BrowserContext, shop: ServedShop): Promise<ShopVisit> {
  const first = await openShop(browser, shop);
  const keptAtOnce =
    (await waitUntilKept(first.page, 'edgecart', 'model')) && (await waitUntilKept(first.page, 'edgecart', 'answers'));
  await first.page.close();
  if (!keptAtOnce) {
    const second = await openShop(browser, shop);
    if (!(await waitUntilKept(second.page, 'edgecart', 'model')))
      throw new Error('the model was not kept on the device after two pages');
    await second.page.close();
  }
  const last = await openShop(browser, shop);
  await last.page.close();
  return { items: shop.items, cold: first.answers, warm: last.answers, keptAtOnce };
}

async function bareVisit(browser: BrowserContext, shop: ServedShop): Promise<BareVisit> {
  const bareColdMs = await openBare(browser, shop, 'network');
  return { bareColdMs, bareWarmMs: await openBare(browser, shop, 'device') };
}

/**
 * Visits every shop once a round, each round in another order. The bare worker has a profile of its own: an origin's first
 * database takes longer to open than its second.
 */
export async function measureFirstAnswers(
  shops: readonly ServedShop[],
  rounds: number,
  progress: (round: number) => void,
): Promise<Visit[]> {
  const next = numbers(rounds);
  const visits: Visit[] = [];
  for (let round = 0; round < rounds; round++) {
    progress(round);
    for (const shop of shuffled(shops, next)) {
      const ours = () => withFreshProfile((browser) => visit(browser, shop));
      const bare = () => withFreshProfile((browser) => bareVisit(browser, shop));
      // In turns, so that neither always finds the machine warmed up.
      const visited: Partial<Visit> = {};
      for (const each of shuffled<() => Promise<ShopVisit | BareVisit>>([ours, bare], next))
        Object.assign(visited, await each());
      visits.push(visited as Visit);
    }
  }
  return visits;
}
