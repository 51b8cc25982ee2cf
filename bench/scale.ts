/**
 * `npm run bench:scale`: how the cost on the device grows with the catalogue, with the events of the history, and with the
 * tabs that are open. The last line is for machines (keys in bench/README.md).
 */
import type { Interaction } from '@edgecart/protocol';
import { buildSdk } from './build-sdk.ts';
import { withFreshProfile } from './device/chromium.ts';
import { measureRequests, type RequestFigures } from './device/scoring.ts';
import { buildParts, type ServedShop, serveShop } from './device/serve-shop.ts';
import { measureTabs, type TabsFigures } from './device/tabs.ts';
import { measureWorkerMemory } from './device/worker-memory.ts';
import { printTable } from './print-table.ts';

const catalogues = [10_000, 50_000, 100_000, 250_000, 500_000];
const histories = [1, 10, 100, 1_000, 10_000];
const tabs = [1, 5, 20];
const requests = { requests: 100, warmUps: 20 };

const rounded = (value: number): number => Number(value.toPrecision(3));
const figures = ({ request_p50_ms, request_p95_ms, scanP50Ms }: RequestFigures) => ({
  scan_ms: rounded(scanP50Ms),
  request_p50_ms: rounded(request_p50_ms),
  request_p95_ms: rounded(request_p95_ms),
});

/** The same sessions with another length: repeated, or cut. */
const ofLength = (shop: ServedShop, length: number): Interaction[][] =>
  shop.sessions.map((session) => Array.from({ length }, (_, i) => session[i % session.length] as Interaction));

const parts = await buildParts(await buildSdk());
const byItems: Record<string, ReturnType<typeof figures> & { model_mb: number; worker_mb: number }> = {};
const byEvents: Record<string, ReturnType<typeof figures>> = {};
const byTabs: Record<string, TabsFigures> = {};
for (const items of catalogues) {
  console.log(`A shop of ${items.toLocaleString('en')} items ...`);
  const shop = await serveShop(items, parts);
  try {
    await withFreshProfile(async (browser) => {
      const request = figures(await measureRequests(browser, shop, requests));
      const { withEncoder } = await measureWorkerMemory(browser, shop);
      const worker_mb = rounded(withEncoder.heapMb + withEncoder.buffersMb);
      byItems[items] = { ...request, model_mb: rounded(shop.model.bytes / 1e6), worker_mb };
      console.log(`  ${JSON.stringify(byItems[items])}`);
      if (items !== 50_000) return;
      for (const events of histories) {
        const sessions = ofLength(shop, events);
        byEvents[events] = figures(await measureRequests(browser, { ...shop, sessions }, requests));
      }
    });
    if (items === 10_000)
      for (const count of tabs) {
        byTabs[count] = await measureTabs(shop, count);
        console.log(`  ${count} tabs: ${JSON.stringify(byTabs[count])}`);
      }
  } finally {
    await shop.close();
  }
}

console.log('\nBy items, sessions of 10 interactions; ms and MB\n');
printTable(
  ['items', 'scan', 'request', '95th percentile', 'model file', 'worker'],
  Object.entries(byItems).map(([items, each]) => [
    Number(items).toLocaleString('en'),
    ...[each.scan_ms, each.request_p50_ms, each.request_p95_ms, each.model_mb, each.worker_mb].map(String),
  ]),
);
console.log('\nBy interactions of the session, 50,000 items; ms\n');
printTable(
  ['interactions', 'request', '95th percentile'],
  Object.entries(byEvents).map(([events, each]) => [events, `${each.request_p50_ms}`, `${each.request_p95_ms}`]),
);
console.log('\nBy tabs that all track at once, 10,000 items\n');
printTable(
  ['tabs', 'events', 'lost', 'ms until all were stored'],
  Object.entries(byTabs).map(([count, each]) => [count, `${each.events}`, `${each.lost}`, `${each.stored_ms}`]),
);
console.log(`\n${JSON.stringify({ items: byItems, events: byEvents, tabs: byTabs })}`);
