/** The dashboard in a real Chromium, from an empty collector to one that shoppers fill. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collector, startCollector } from '@edgecart/collector';
import type { AnonymousRecord } from '@edgecart/protocol';
import { hourUtc } from '@edgecart/protocol';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startShoppers } from '../demo/shoppers.ts';
import { chromiumLaunch } from '../scripts/chromium.ts';
import { root } from '../scripts/run-command.ts';

declare global {
  interface Window {
    axe: { run: (root: Document) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
  }
}

const patience = { timeout: 60_000, interval: 100 };
const axeSource = await readFile(createRequire(join(root, 'demo/package.json')).resolve('axe-core/axe.min.js'), 'utf8');
/** Set to a folder, screenshots are left there to be looked at. */
const shots = process.env.EDGECART_SHOTS;

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch(chromiumLaunch());
});

afterAll(async () => {
  await browser?.close();
});

async function collectorHere(options: Partial<Parameters<typeof startCollector>[0]> = {}): Promise<Collector> {
  const data = await mkdtemp(join(tmpdir(), 'edgecart-dashboard-'));
  const collector = await startCollector({ data, port: 0, insights: true, rateLimitPerMinute: 0, ...options });
  onTestFinished(async () => {
    await collector.close();
    await rm(data, { recursive: true, force: true });
  });
  return collector;
}

/** A page, and everything that its console complains of: what the policy refuses, and errors. */
async function open(url: string, context: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const opened = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...context });
  onTestFinished(() => opened.close());
  const page = await opened.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return { page, complaints };
}

async function shoot(page: Page, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

async function violations(page: Page): Promise<string[]> {
  // Through the debugger: the page's policy lets no script in.
  await page.evaluate(axeSource);
  const { violations: found } = await page.evaluate(() => window.axe.run(document));
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

const sections = ['overview', 'demand', 'behaviour', 'recommendations', 'health'];

test('without any data each part says what it waits for', async () => {
  const { url } = await collectorHere();
  const { page, complaints } = await open(`${url}/dashboard`);
  await expect.poll(() => page.textContent('#status'), patience).toBe('Live');
  await expect.poll(() => page.textContent('#health-body'), patience).toContain('Records counted');
  for (const section of sections)
    expect((await page.textContent(`#${section}-body`))?.length, section).toBeGreaterThan(20);
  expect(await page.textContent('#overview-body')).toContain('No product has 20 records yet.');
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await shoot(page, 'dashboard-empty');
});

test('it fills while shoppers shop, by day and by night, and on a phone', async () => {
  const { url } = await collectorHere({
    catalogue: join(root, 'demo/public/catalogue.json'),
    models: join(root, 'demo/model'),
  });
  const shoppers = startShoppers({ collectorUrl: url, visitsPerSecond: 60, seed: 7 });
  onTestFinished(() => shoppers.stop());
  const { page, complaints } = await open(`${url}/dashboard`, { colorScheme: 'light' });
  const rows = (label: string) => page.locator(`[aria-label="${label}"] tbody tr`).count();
  await expect.poll(() => rows('Trending products'), patience).toBeGreaterThan(5);
  await expect.poll(() => rows('Cart demand'), patience).toBeGreaterThan(5);
  await expect.poll(() => rows('Click-through by model'), patience).toBe(3);
  await expect.poll(() => rows('Bought together'), patience).toBeGreaterThan(1);
  expect(await page.textContent('[aria-label="Trending products"]')).toMatch(/[a-z]{4}/);
  expect(await page.locator('.uplot canvas').count()).toBeGreaterThan(0);
  await page.click('text="3 hours"');
  await expect.poll(() => page.getAttribute('text="3 hours"', 'aria-pressed'), patience).toBe('true');

  await shoppers.stop();
  expect(await violations(page)).toEqual([]);
  await shoot(page, 'dashboard-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await violations(page)).toEqual([]);
  await shoot(page, 'dashboard-dark');

  await page.setViewportSize({ width: 360, height: 740 });
  const overhang = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await expect.poll(overhang, patience).toBeLessThanOrEqual(0);
  await shoot(page, 'dashboard-phone');
  expect(complaints).toEqual([]);
});

test('what shoppers send is shown as text, whatever it says', async () => {
  const { url } = await collectorHere();
  const item = '<img src=x onerror=alert(1)>';
  const records = Array.from({ length: 25 }, (_, number): AnonymousRecord => {
    const id = number.toString(16).padStart(32, '0');
    return { id, kind: 'count', type: 'add_to_cart', item, hour: hourUtc(Date.now()) };
  });
  await fetch(`${url}/v1/records`, {
    method: 'POST',
    body: JSON.stringify({ records }),
    headers: { 'content-type': 'text/plain' },
  });
  const { page, complaints } = await open(`${url}/dashboard`);
  await expect.poll(() => page.textContent('#overview-body'), patience).toContain(item);
  expect(await page.locator('main img').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('where a read key is set the page asks for it, and goes on by itself when the collector was away', async () => {
  const readKey = 'rk_0123456789abcdef';
  const data = await mkdtemp(join(tmpdir(), 'edgecart-dashboard-'));
  onTestFinished(() => rm(data, { recursive: true, force: true }));
  const options = { data, insights: true, readKeys: [readKey] };
  const first = await startCollector({ ...options, port: 0 });
  const { page } = await open(`${first.url}/dashboard`);
  await page.fill('#key', 'rk_this-is-not-the-one');
  await page.click('text=Open');
  await expect.poll(() => page.textContent('#key-note'), patience).toBe('This key does not open it.');
  await page.fill('#key', readKey);
  await page.click('text=Open');
  await expect.poll(() => page.textContent('#status'), patience).toBe('Live');
  await first.close();
  await expect.poll(() => page.textContent('#status'), patience).toContain('Connection lost');
  const second = await startCollector({ ...options, port: first.port });
  onTestFinished(() => second.close());
  await expect.poll(() => page.textContent('#status'), patience).toBe('Live');
});
