import { throttled, withFreshProfile } from './chromium.ts';
import type { ServedShop } from './serve-shop.ts';

/** Long enough for everything that the SDK puts off. */
const watchedMs = 1_500;

/**
 * Durations of the tasks of 50 ms and more on the thread of a page that is opened for the first time, `throttle` times
 * slower than this machine is: from the arrival of the SDK's script until a while after the model's first answer.
 */
export function measureLongTasks(shop: ServedShop, throttle: number): Promise<number[]> {
  return withFreshProfile(async (browser) => {
    const page = await browser.newPage();
    await throttled(browser, page, throttle);
    await page.goto(shop.page);
    await page.evaluate(() => window.firstAnswers);
    return page.evaluate((ms) => window.longTasksAfter(ms), watchedMs);
  });
}
