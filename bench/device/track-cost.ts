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
  /** And of plain sums that take as long at full speed as `track` does: what the slowing itself does to any work. */
  sumsP99Ms: number;
}

/** Far faster than a shopper, and slow enough for the worker to take one event before the next. */
const pauseMs = 20;
/** As long as a call of `track` takes at full speed. */
const sumsMs = 0.1;

/**
 * What `track` costs the page's thread, call by call: the call itself and what it leaves for the same task (the journal
 * in sessionStorage, the copy of the event, the message to the worker). One call a task, as a shop makes them; `throttle`
 * times slower than this machine is. Chromium slows a thread by stopping it in the middle of whatever runs: every 200
 * microseconds for three times as long as it has been since the last stop, 3 ms at most (its `ThreadCPUThrottler`). So on a
 * busy machine anything can take 3 ms more. A bare message to an idle worker, and plain sums, measured in turn, show that.
 */
export async function measureTrack(
  browser: BrowserContext,
  shop: ServedShop,
  calls: number,
  throttle: number,
): Promise<TrackCost> {
  const page = await browser.newPage();
  try {
    await page.goto(shop.isolatedPage);
    await page.evaluate(() => window.firstAnswers);
    const sums = await page.evaluate(sumsWithin, sumsMs);
    await throttled(browser, page, throttle);
    const { took, bare, plain } = await page.evaluate(
      async ([count, pause, sums]) => {
        const took: number[] = [];
        const bare: number[] = [];
        const plain: number[] = [];
        let sum = 0;
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
          const add = () => {
            for (let i = 0; i < sums; i++) sum = (sum * 31 + i) | 0;
          };
          plain.push(await timed(add));
        }
        idle.terminate();
        return { took, bare, plain };
      },
      [calls, pauseMs, sums] as const,
    );
    return {
      track_p99_ms: quantile(took, 0.99),
      trackMedianMs: quantile(took, 0.5),
      trackLongestMs: Math.max(...took),
      barePostP99Ms: quantile(bare, 0.99),
      sumsP99Ms: quantile(plain, 0.99),
    };
  } finally {
    await page.close();
  }
}

/** How many sums the page's thread does in so many milliseconds, at its best of some tries. */
function sumsWithin(ms: number): number {
  const sums = 1_000_000;
  let best = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 10; tries++) {
    const startMs = performance.now();
    let sum = 0;
    for (let i = 0; i < sums; i++) sum = (sum * 31 + i) | 0;
    if (sum !== undefined) best = Math.min(best, performance.now() - startMs);
  }
  return Math.round((ms / best) * sums);
}
