import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumLaunch } from '../scripts/chromium.ts';
import { serveDemo } from './serve.ts';

declare global {
  interface Window {
    axe: typeof axe;
    shifted: number;
  }
}

/** Nothing listens there. */
const nowhere = 'http://127.0.0.1:9';
const sdk = fileURLToPath(new URL('../packages/sdk/dist', import.meta.url));
const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The built SDK by file name, read once: a build that runs meanwhile takes the folder away. */
const sdkFiles = new Map<string, string>();

let folder: string;
let demo: Awaited<ReturnType<typeof serveDemo>>;
let browser: Browser;

beforeAll(async () => {
  for (const name of (await readdir(sdk)).filter((file) => file.endsWith('.js')))
    sdkFiles.set(name, await readFile(join(sdk, name), 'utf8'));
  folder = await mkdtemp(join(tmpdir(), 'edgecart-demo-'));
  demo = await serveDemo({ collectorUrl: nowhere, port: 0, outDir: join(folder, 'dist') });
  browser = await chromium.launch(chromiumLaunch());
});

afterAll(async () => {
  await browser?.close();
  await demo?.close();
  await rm(folder, { recursive: true, force: true });
});

const cart = ['883404', '1029743', '1082185'].map((id) => ({ id, quantity: 2 }));
const order = { id: 'OL-1', lines: cart, value: 9.98, slot: 'Today', told: false };
const stored = { 'orchard-lane.cart': cart, 'orchard-lane.order': order, 'orchard-lane.inspector': true };

const pages = [
  '/',
  '/category.html?name=Snacks',
  '/category.html?name=Nowhere',
  '/search.html?q=orange',
  '/product.html?id=1029743',
  '/cart.html',
  '/checkout.html',
  '/thanks.html?order=OL-1',
  '/privacy.html',
  '/about.html',
  '/replay.html',
];

const screens: Record<string, BrowserContextOptions> = {
  'a desk, by day': { viewport: { width: 1280, height: 860 }, colorScheme: 'light' },
  'a phone, by night': { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
};

/** Opens a page with a full cart and the inspector open, adds up layout shifts, and keeps what went wrong in scripts. */
async function open(path: string, options: BrowserContextOptions, withSdk: boolean): Promise<[Page, string[]]> {
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
  await context.addInitScript((entries) => {
    for (const [key, value] of Object.entries(entries)) localStorage.setItem(key, JSON.stringify(value));
    window.shifted = 0;
    const add = (entry: PerformanceEntry & { hadRecentInput?: boolean; value?: number }) => {
      if (!entry.hadRecentInput) window.shifted += entry.value ?? 0;
    };
    new PerformanceObserver((list) => list.getEntries().forEach(add)).observe({ type: 'layout-shift', buffered: true });
  }, stored);
  if (withSdk)
    await context.route(`${nowhere}/sdk/*`, (route) => {
      const body = sdkFiles.get(new URL(route.request().url()).pathname.slice('/sdk/'.length));
      return body === undefined ? route.abort() : route.fulfill({ body, contentType: 'text/javascript' });
    });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(new URL(path, demo.url).href);
  await page.locator('html[data-filled]').waitFor();
  return [page, errors];
}

describe.each(Object.entries(screens))('on %s', (_, options) => {
  test.each(pages)('%s has nothing that axe objects to, and nothing sticks out', async (path) => {
    const [page, errors] = await open(path, options, true);
    const slot = page.locator('[data-testid=recommendations]');
    if ((await slot.count()) > 0) await expect.poll(() => slot.getAttribute('data-state')).toBe('shown');
    await page.evaluate(axeSource);
    const { violations } = await page.evaluate(() => window.axe.run(document));
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

describe('without the collector', () => {
  test.each(['/', '/product.html?id=1029743', '/cart.html', '/thanks.html?order=OL-1'])(
    '%s works, without suggestions and without a jump',
    async (path) => {
      const [page, errors] = await open(path, { viewport: { width: 1280, height: 860 } }, false);
      await expect
        .poll(() => page.locator('[data-testid=recommendations]').getAttribute('data-state'))
        .toMatch(/absent|blank/);
      expect(await page.evaluate(() => window.shifted)).toBeLessThan(0.005);
      await page.locator('header .cart-link').waitFor();
      expect(errors).toEqual([]);
      await page.context().close();
    },
  );
});
