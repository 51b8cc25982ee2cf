/**
 * `npm run bench:device [-- --quick]`: what the SDK costs on the device, in a real Chromium, beside TensorFlow.js and the
 * plain reading of the memory. The last line is for machines (keys in bench/README.md).
 */
import { availableParallelism } from 'node:os';
import { buildSdk } from './build-sdk.ts';
import { chromiumVersion, withFreshProfile } from './device/chromium.ts';
import { type Extent, readExtent } from './device/extent.ts';
import { measureFirstAnswers } from './device/first-answers.ts';
import { measureLongTasks } from './device/long-tasks.ts';
import { lastLine, type Measured, printReport } from './device/report.ts';
import { measureRequests, measureScoring } from './device/scoring.ts';
import { buildParts, type ServedShop, serveShop } from './device/serve-shop.ts';
import { measureTrack } from './device/track-cost.ts';
import { measureWorkerMemory } from './device/worker-memory.ts';

/** How much slower a phone's page thread is taken to be. */
const slower = 4;

const startMs = performance.now();
const say = (what: string) =>
  console.log(`[${((performance.now() - startMs) / 1_000).toFixed(0).padStart(3)} s] ${what}`);

async function measure(shops: readonly ServedShop[], extent: Extent): Promise<Measured> {
  const middle = shops[Math.floor(shops.length / 2)];
  if (middle === undefined) throw new Error('no shop was made');
  const sizes: Measured['sizes'] = [];
  await withFreshProfile(async (browser) => {
    say(`${await chromiumVersion(browser)} on ${availableParallelism()} cores, shared with whatever else runs here:`);
    console.log('        compare figures of one run with each other; the ratios count.');
    for (const shop of shops) {
      say(`Scoring ${shop.items.toLocaleString('en')} items, then full requests ...`);
      const scoring = await measureScoring(browser, shop, extent.scoring);
      sizes.push({ items: shop.items, scoring, requests: await measureRequests(browser, shop, extent.requests) });
    }
  });
  const visits = await measureFirstAnswers(shops, extent.visits, (round) =>
    say(`First recommendations, round ${round + 1} of ${extent.visits}, each with a fresh profile ...`),
  );
  return withFreshProfile(async (browser) => {
    say("The worker's memory ...");
    const memory: Measured['memory'] = [];
    for (const shop of shops) memory.push(await measureWorkerMemory(browser, shop));
    say(`The page's thread, as it is and ${slower} times slower ...`);
    const longTasks: Measured['longTasks'] = { withSdk: [], without: [] };
    for (let load = 0; load < extent.visits; load++)
      for (const shop of shops) {
        const found = await measureLongTasks(shop, slower, load % 2 === 0 ? 'withSdk' : 'without');
        longTasks.withSdk.push(...found.withSdk);
        longTasks.without.push(...found.without);
      }
    const track = await measureTrack(browser, middle, extent.trackCalls, 1);
    const slowTrack = await measureTrack(browser, middle, extent.trackCalls, slower);
    return { sizes, visits, memory, longTasks, pageLoads: extent.visits * shops.length, track, slowTrack };
  });
}

async function run(extent: Extent): Promise<void> {
  say('Building the SDK and the scripts of the bench ...');
  const parts = await buildParts(await buildSdk());
  say('Making synthetic shops ...');
  const shops: ServedShop[] = [];
  try {
    for (const items of extent.items) shops.push(await serveShop(items, parts));
    const measured = await measure(shops, extent);
    printReport(measured);
    say('Done.\n');
    console.log(JSON.stringify(lastLine(measured)));
  } finally {
    await Promise.all(shops.map((shop) => shop.close()));
  }
}

const extent = readExtent(process.argv.slice(2));
if (extent === undefined) {
  console.error('edgecart: usage: npm run bench:device [-- --quick]');
  process.exit(2);
}
await run(extent);
