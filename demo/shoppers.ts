import { demoInput, Seeded, visitRecords } from '@edgecart/insights/golden';
import type { AnonymousRecord } from '@edgecart/protocol';

export interface ShoppersOptions {
  collectorUrl: string;
  /** Visits a second, on average. */
  visitsPerSecond: number;
  seed?: number;
}

/** A batch as browsers send it. */
const recordsPerBatch = 20;

/**
 * Shoppers who fill the baskets of The Complete Journey, one after another, and send records: the dashboard fills while
 * somebody watches. They share nothing with the pages of the shop, and tell more than a browser does, looks by the hour
 * and paths of what was not bought, as the golden stream has them.
 */
export function startShoppers({ collectorUrl, visitsPerSecond, seed = Date.now() }: ShoppersOptions): {
  stop: () => Promise<void>;
} {
  const { baskets, prices } = demoInput();
  const random = new Seeded(seed);
  const abort = new AbortController();
  // Some baskets come again and again, as in a real shop: not all products are bought alike.
  const often = baskets.slice(0, 8);
  const visit = () =>
    visitRecords(
      random.chance(0.6) ? random.pick(often) : random.pick(baskets),
      (item) => prices.get(item) ?? 1,
      Date.now(),
      random,
    );

  const running = (async () => {
    let waiting: AnonymousRecord[] = [];
    while (!abort.signal.aborted) {
      waiting.push(...visit());
      while (waiting.length >= recordsPerBatch) {
        const batch = waiting.slice(0, recordsPerBatch);
        waiting = waiting.slice(recordsPerBatch);
        await send(collectorUrl, batch, abort.signal);
      }
      await pause((-Math.log(1 - random.next()) * 1_000) / visitsPerSecond, abort.signal);
    }
  })();
  return {
    async stop() {
      abort.abort();
      await running;
    },
  };
}

/** What the collector does not take now is gone: these shoppers have no memory. */
async function send(url: string, records: readonly AnonymousRecord[], signal: AbortSignal): Promise<void> {
  await fetch(`${url}/v1/records`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain;charset=UTF-8' },
    body: JSON.stringify({ records }),
    signal,
  }).then(
    (response) => response.arrayBuffer(),
    () => undefined,
  );
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
