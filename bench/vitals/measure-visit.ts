import type { Page } from 'playwright';

/** What Lighthouse and the Core Web Vitals tell of a page, in milliseconds but for the layout shift. */
export interface Vitals {
  lcp: number;
  cls: number;
  /** Total blocking time: what each task took beyond 50 ms. */
  tbt: number;
  /** The longest interaction, from the press to the next picture. */
  inp: number;
}

interface Watched {
  vitals: Vitals;
}

/** Watches from the first moment on; to be run before the page's own scripts. */
function watchVitals(): void {
  const vitals: Vitals = { lcp: 0, cls: 0, tbt: 0, inp: 0 };
  Object.assign(window, { vitals });
  const watch = (type: string, take: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({
      type,
      buffered: true,
      durationThreshold: 16,
    } as PerformanceObserverInit);
  watch('largest-contentful-paint', ({ startTime }) => {
    vitals.lcp = startTime;
  });
  watch('layout-shift', (entry) => {
    const { hadRecentInput, value } = entry as PerformanceEntry & { hadRecentInput: boolean; value: number };
    if (!hadRecentInput) vitals.cls += value;
  });
  watch('longtask', ({ duration }) => {
    vitals.tbt += Math.max(0, duration - 50);
  });
  watch('event', (entry) => {
    const { interactionId = 0 } = entry as PerformanceEntry & { interactionId?: number };
    if (interactionId > 0) vitals.inp = Math.max(vitals.inp, entry.duration);
  });
}

const settledMs = 3_000;
const presses = 3;

/** Opens the shop, waits until everything has come to rest, puts products into the cart, and looks what it cost. */
export async function measureVisit(page: Page, url: string): Promise<Vitals> {
  await page.addInitScript(watchVitals);
  await page.goto(url);
  const buttons = page.getByTestId('add-to-cart');
  await buttons.first().waitFor();
  await page.waitForTimeout(settledMs);
  for (let press = 0; press < presses; press++) {
    await buttons.first().click();
    await page.waitForTimeout(settledMs / 6);
  }
  return page.evaluate(() => (window as unknown as Watched).vitals);
}
