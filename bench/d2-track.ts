import { withFreshProfile, throttled } from './device/chromium.ts';
import { buildParts, serveShop } from './device/serve-shop.ts';
import { quantile } from './device/quantiles.ts';
import { fileURLToPath } from 'node:url';
const parts = await buildParts(process.argv[4] ?? '/tmp/d2/dist');
const shop = await serveShop(10_000, parts);
const rates = process.argv[2]?.split(',').map(Number) ?? [1, 4];
try { await withFreshProfile(async (browser) => { for (const rate of rates) {
  const page = await browser.newPage(); await throttled(browser, page, rate); await page.goto(shop.isolatedPage); await page.evaluate(() => window.firstAnswers);
  await page.evaluate(() => new Promise(r => setTimeout(r, 3000)));
  const r = await page.evaluate(async (count) => {
    const idle = new Worker(URL.createObjectURL(new Blob([''])));
    const { port1, port2 } = new MessageChannel(); port2.onmessage = () => {};
    const out: Record<string, number[]> = { clone: [], json: [], 'json+timer': [], 'spread+timer': [], timer: [], post: [], poststr: [], track: [] };
    const timed = async (name: string, work: () => void) => { const s = performance.now(); work(); for (let t = 0; t < 20; t++) await undefined; out[name]!.push(performance.now() - s); await new Promise(r => setTimeout(r, 20)); };
    let keep: unknown;
    for (let call = 0; call < count; call++) {
      const item = { item_id: `sku-${String(call).padStart(7, '0')}`, item_name: `Product ${call}`, price: 9.99 };
      const event = { name: 'view_item', items: [item] } as const;
      await timed('clone', () => { structuredClone(event); });
      await timed('json', () => { keep = JSON.stringify(event); });
      await timed('json+timer', () => { keep = JSON.stringify(event); setTimeout(() => {}); });
      await timed('spread+timer', () => { keep = { ...event, items: event.items.map((i) => ({ ...i })) }; setTimeout(() => {}); });
      await timed('timer', () => { setTimeout(() => {}); });
      await timed('post', () => idle.postMessage(event));
      await timed('poststr', () => idle.postMessage(JSON.stringify(event)));
      await timed('track', () => { window.edgecart('track', event); });
    }
    idle.terminate(); return out;
  }, Number(process.argv[3] ?? 150));
  for (const [n, v] of Object.entries(r)) if (v.length) console.log(rate, n.padEnd(12), [0.1, 0.5, 0.9, 0.95, 0.99].map(q => quantile(v, q).toFixed(3)).join(' '));
  await page.close(); } }); } finally { await shop.close(); }
