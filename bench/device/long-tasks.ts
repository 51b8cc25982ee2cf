import { throttled, withFreshProfile } from './chromium.ts';
import type { ServedShop } from './serve-shop.ts';

/** Longer than the model's first answer and everything that the SDK puts off take. */
const watchedMs = 6_000;

export interface LongTasks {
  /** Durations of the tasks of 50 ms and more. */
  withSdk: number[];
  /** On the same page with an empty script in the SDK's place. */
  without: number[];
}

/**
 * Opens a shop's page for the first time, with the SDK and with an empty script in its place, its thread `throttle` times slower
 * than this machine is: the long tasks on the page's thread from the script's arrival on. What both pages have is not ours.
 */
export async function measureLongTasks(shop: ServedShop, throttle: number, first: keyof LongTasks): Promise<LongTasks> {
  const found: LongTasks = { withSdk: [], without: [] };
  const pages = { withSdk: shop.page, without: shop.pageWithoutSdk };
  for (const which of first === 'withSdk' ? (['withSdk', 'without'] as const) : (['without', 'withSdk'] as const))
    found[which] = await withFreshProfile(async (browser) => {
      const page = await browser.newPage();
      await throttled(browser, page, throttle);
      await page.goto(pages[which]);
      return page.evaluate((ms) => window.longTasksAfter(ms), watchedMs);
    });
  return found;
}
