import type { BrowserContext } from 'playwright';
import { throttled } from './chromium.ts';
import { quantile } from './quantiles.ts';
import type { ServedShop } from './serve-shop.ts';

export interface TrackCost {
  track_p99_ms: number;
  trackMedianMs: number;
  /** Longest single call of them. */
  trackLongestMs: number;
  /** The same percentile of a bare `postMessage` of the same event to a worker that does nothing, between the calls. */
  barePostP99Ms: number;
}

/** Far faster than a shopper, and slow enough for the worker to take one event before the next. */
const pauseMs = 20;

/**
 * What `track` costs the page's thread, call by call: the call itself and what it leaves for the same task (the journal
 * in sessionStorage, the copy of the event, the message to the worker). One call a task, as a shop makes them; `throttle`
 * times slower than this machine is. A slowed thread is stopped again and again, in the middle of whatever runs: a bare
 * message to an idle worker, measured in turn, shows what of the times is that.
 */
export async function measureTrack(
  browser: BrowserContext,
  shop: ServedShop,
  calls: number,
  throttle: number,
): Promise<TrackCost> {
  const page = await browser.newPage();
  try {
    await throttled(browser, page, throttle);
    await page.goto(shop.isolatedPage);
    await page.evaluate(() => window.firstAnswers);
    const { took, bare } = await page.evaluate(
      async ([count, pause]) => {
        const took: number[] = [];
        const bare: number[] = [];
        const idle = new Worker(URL.createObjectURL(new Blob([''])));
        const timed = async (work: () => void) => {
          const startMs = performance.now();
          work();
          // More turns than the client needs until its message is posted.
          for (let turn = 0; turn < 20; turn++) await undefined;
          const tookMs = performance.now() - startMs;
          await new Promise((resolve) => setTimeout(resolve, pause));
          return tookMs;
        };
        for (let call = 0; call < count; call++) {
          const item = { item_id: `sku-${String(call).padStart(7, '0')}`, item_name: `Product ${call}`, price: 9.99 };
          const event = { name: 'view_item', items: [item] } as const;
          took.push(await timed(() => window.edgecart('track', event)));
          bare.push(await timed(() => idle.postMessage(event)));
        }
        idle.terminate();
        return { took, bare };
      },
      [calls, pauseMs] as const,
    );
    return {
      track_p99_ms: quantile(took, 0.99),
      trackMedianMs: quantile(took, 0.5),
      trackLongestMs: Math.max(...took),
      barePostP99Ms: quantile(bare, 0.99),
    };
  } finally {
    await page.close();
  }
}
