import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { chromiumLaunch } from '../../scripts/chromium.ts';

/**
 * Runs some work in a Chromium with a profile of its own on the disk, as a shopper's is: in Playwright's usual contexts
 * IndexedDB and the HTTP cache would live in memory. Profile and browser are gone afterwards.
 */
export async function withFreshProfile<T>(work: (browser: BrowserContext) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'edgecart-profile-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  // Ctrl-C ends the process before any `finally`.
  process.once('exit', remove);
  try {
    const browser = await chromium.launchPersistentContext(folder, chromiumLaunch());
    try {
      return await work(browser);
    } finally {
      await browser.close();
    }
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** Such as `Chromium 156.0.8078.79`. */
export async function chromiumVersion(browser: BrowserContext): Promise<string> {
  const page = browser.pages()[0] ?? (await browser.newPage());
  const { product } = await (await browser.newCDPSession(page)).send('Browser.getVersion');
  return product.replace('HeadlessChrome/', 'Chromium ').replace('Chrome/', 'Chromium ');
}

/** Makes the page's thread so many times slower, as DevTools does to be like a phone; workers keep their speed. */
export async function throttled(browser: BrowserContext, page: Page, rate: number): Promise<void> {
  await (await browser.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate });
}
