import { until } from '../load/until.ts';
import type { Collector } from './collector.ts';

async function readyStatus(collector: Collector): Promise<number> {
  const url = await collector.url();
  return fetch(`${url}/readyz`).then(
    async (response) => {
      await response.text();
      return response.status;
    },
    () => 0,
  );
}

/** Waits until `/readyz` says that the collector can't store. */
export function untilUnready(collector: Collector, limitMs = 60_000): Promise<void> {
  return until('/readyz says 503', async () => (await readyStatus(collector)) === 503, { limitMs, everyMs: 50 });
}

/** Waits until `/readyz` says that it can again. */
export function untilReady(collector: Collector, limitMs = 60_000): Promise<void> {
  return until('/readyz says 200', async () => (await readyStatus(collector)) === 200, { limitMs, everyMs: 50 });
}
