import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCollector } from '@edgecart/collector';
import { hourUtc } from '@edgecart/protocol';
import { chromium, type Page } from 'playwright';
import { chromiumLaunch } from '../../scripts/chromium.ts';
import { buildSdk } from '../build-sdk.ts';

export interface Delay {
  p50Ms: number;
  p95Ms: number;
}

/** What the item has before the first click: from here on each one more is shown. */
const before = 30;
const item = 'clicked';
/** The SDK gathers records for half a minute by default, which is its thrift and not the pipeline's delay. */
const deliveryMs = 100;

/** Clicks in one page of a browser, and watches the dashboard in another until its figure has moved. */
export async function clickToDashboard(clicks: number): Promise<Delay> {
  const sdk = await buildSdk();
  const data = await mkdtemp(join(tmpdir(), 'edgecart-delay-'));
  const collector = await startCollector({ data, port: 0, sdk, insights: true, rateLimitPerMinute: 0 });
  const shop = await serveShop(collector.url);
  const browser = await chromium.launch(chromiumLaunch());
  try {
    await fillUp(collector.url);
    const dashboard = await browser.newPage();
    await dashboard.goto(`${collector.url}/dashboard`);
    await unitsReach(dashboard, before);
    const page = await browser.newPage();
    await page.goto(shop.url);
    await page.waitForFunction(() => document.title === 'ready', undefined, { timeout: 60_000 });
    console.log(`${clicks} clicks, and the dashboard beside them ...`);
    const delays: number[] = [];
    for (let click = 1; click <= clicks; click += 1) {
      const shown = unitsReach(dashboard, before + click);
      // By the mouse: clicks that nobody made are a machine's to the SDK, and are kept out.
      await page.click('button');
      const seenMs = await shown;
      delays.push(seenMs - Number(await page.evaluate(() => document.body.dataset.clickedMs)));
    }
    delays.sort((a, b) => a - b);
    const at = (share: number) =>
      Math.round(delays[Math.min(delays.length - 1, Math.floor(share * delays.length))] ?? 0);
    return { p50Ms: at(0.5), p95Ms: at(0.95) };
  } finally {
    await browser.close();
    await shop.close();
    await collector.close();
    await rm(data, { recursive: true, force: true });
  }
}

async function fillUp(url: string): Promise<void> {
  const records = Array.from({ length: before }, (_, number) => ({
    id: number.toString(16).padStart(32, '0'),
    kind: 'count',
    type: 'add_to_cart',
    item,
    hour: hourUtc(Date.now()),
  }));
  await fetch(`${url}/v1/records`, {
    method: 'POST',
    body: JSON.stringify({ records }),
    headers: { 'content-type': 'text/plain' },
  });
}

/** Resolves with the time, in milliseconds since 1970, at which the dashboard says that so many lie in carts. */
function unitsReach(dashboard: Page, units: number): Promise<number> {
  return dashboard.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const look = () => {
          const cell = document.querySelector('[aria-label="Cart demand"] tbody tr td:nth-child(2)');
          if (Number(cell?.textContent?.replaceAll(',', '')) < wanted || cell === null) return;
          watching.disconnect();
          resolve(Date.now());
        };
        const watching = new MutationObserver(look);
        watching.observe(document.body, { childList: true, subtree: true, characterData: true });
        look();
      }),
    units,
  );
}

/** A page with one button; every click is another product put into the cart. */
async function serveShop(collectorUrl: string): Promise<{ url: string; close: () => Promise<void> }> {
  const catalogue = { items: [{ item_id: item, item_name: 'Clicked', price: 2, item_category: 'Bench' }] };
  const page = `<!doctype html><title>shop</title><button>Add</button>
<script>window.edgecart = window.edgecart || function () { (edgecart.q = edgecart.q || []).push(arguments) };</script>
<script async src="${collectorUrl}/sdk/edgecart.js" data-collector="${collectorUrl}" data-catalogue="/catalogue.json"
  data-delivery-interval-ms="${deliveryMs}"></script>
<script>
  edgecart('consent', { store: true, remember: true, send: true });
  edgecart('ready', () => { document.title = 'ready' });
  let clicks = 0;
  document.querySelector('button').addEventListener('click', () => {
    clicks += 1;
    document.body.dataset.clickedMs = String(Date.now());
    edgecart('track', { name: 'add_to_cart', event_id: 'click-' + clicks, items: [{ item_id: '${item}', quantity: 1 }] });
  });
</script>`;
  const server = createServer((request, response) => {
    const isPage = request.url === '/';
    response.setHeader('content-type', isPage ? 'text/html; charset=utf-8' : 'application/json');
    response.end(isPage ? page : JSON.stringify(catalogue));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
