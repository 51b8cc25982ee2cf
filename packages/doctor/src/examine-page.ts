import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Diagnostic, Edgecart } from '@edgecart/sdk';
import type { Finding, Report } from '@edgecart/sdk/doctor';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Command, DoctorError } from './command-line.ts';
import { findChromium } from './find-chromium.ts';
import { startProfiling } from './main-thread-cost.ts';
import { type WatchedWindow, watchPage } from './watch-page.ts';

/** The global that a page with Edgecart has: of the script tag with a client, of the npm package with the doctor alone. */
interface PageWindow extends WatchedWindow {
  edgecart?: {
    client?: Edgecart;
    doctor?: (watched: { diagnostics: Diagnostic[]; costs: Report['costs'] }) => Promise<Report>;
  };
}

/** Opens the page in a window of its own and examines it. Throws a `DoctorError` when that is not possible. */
export async function examinePage(command: Command): Promise<Report> {
  const browser = await launch(command);
  try {
    const page = await (await browser.newContext()).newPage();
    return await examine(page, command);
  } finally {
    await browser.close();
  }
}

async function launch(command: Command): Promise<Browser> {
  const executablePath = findChromium(command.browser);
  // Only there, where Chromium refuses to run otherwise.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  try {
    return await chromium.launch({ executablePath, args });
  } catch (error) {
    throw new DoctorError(`${executablePath} did not start: ${firstLine(error)}`);
  }
}

async function examine(page: Page, { url, waitMs, consent }: Command): Promise<Report> {
  const thrown: string[] = [];
  page.on('pageerror', (error) => thrown.push(error.message));
  await page.addInitScript(watchPage);
  const stopProfiling = await startProfiling(await page.context().newCDPSession(page));
  try {
    await page.goto(url, { waitUntil: 'load' });
  } catch (error) {
    throw new DoctorError(`${url} did not load: ${firstLine(error)}`);
  }
  const found = await page
    .waitForFunction(
      () => {
        const { edgecart } = window as unknown as PageWindow;
        return edgecart?.client !== undefined || typeof edgecart?.doctor === 'function';
      },
      undefined,
      { timeout: waitMs },
    )
    .then(() => true)
    .catch(() => false);
  if (!found) return notFound(page.url(), await saidOfScript(page), thrown);
  if (consent) await agree(page);
  await settled(page, waitMs);
  const pageMs = await stopProfiling();
  const tag = await page.evaluate(() => (window as unknown as PageWindow).edgecart?.client !== undefined);
  // Not by a script element: the page's policy may refuse it.
  if (tag) await page.evaluate(await doctorScript());
  const report = await page.evaluate(
    ([costs]) => {
      const { edgecart, edgecartWatched } = window as unknown as PageWindow;
      return edgecart?.doctor?.({ diagnostics: edgecartWatched?.diagnostics ?? [], costs: costs ?? [] });
    },
    [tag ? [{ what: "the page's thread, in Edgecart", ms: pageMs }] : []],
  );
  if (report === undefined) throw new DoctorError(`${url}: the page's edgecart.doctor() answered nothing`);
  return { ...report, findings: [...report.findings, ...errorsThrown(thrown)] };
}

/** Published, it lies beside this file; in the repository the SDK's build has it. */
const doctorScript = () => {
  const beside = new URL('edgecart-doctor.js', import.meta.url);
  return readFile(
    existsSync(beside) ? beside : new URL(import.meta.resolve('@edgecart/sdk/edgecart-doctor.js')),
    'utf8',
  );
};

async function agree(page: Page): Promise<void> {
  await page.evaluate(() =>
    (window as unknown as PageWindow).edgecart?.client?.consent({ store: true, remember: true, send: true }),
  );
}

/** Waits for the model with its encoder, or until it is clear that they do not come. */
async function settled(page: Page, waitMs: number): Promise<void> {
  await page.evaluate(async (limitMs) => {
    const { edgecart } = window as unknown as PageWindow;
    const endMs = Date.now() + Math.min(limitMs, 8_000);
    while (edgecart?.client !== undefined && Date.now() < endMs) {
      const { model, runtime } = await edgecart.client.insights();
      if (model !== null && (model.encoder || runtime.place === 'page')) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }, waitMs);
}

/** Why there is no Edgecart, as far as the page tells. */
async function saidOfScript(page: Page): Promise<string> {
  const src = await page.evaluate(() => [...document.scripts].find((script) => /edgecart/.test(script.src))?.src);
  if (src === undefined)
    return 'the page has no script tag of edgecart.js; with the npm package call exposeDoctor of @edgecart/sdk/doctor';
  return `${src} is on the page, but did not run: it is missing, or refused by integrity or script-src`;
}

function notFound(url: string, says: string, thrown: readonly string[]): Report {
  const todo = 'see the README: put it into a shop in five minutes';
  const findings: Finding[] = [{ check: 'loading', state: 'wrong', says, todo }, ...errorsThrown(thrown)];
  return { url, findings, policy: [], events: [], costs: [] };
}

const errorsThrown = (thrown: readonly string[]): Finding[] =>
  thrown.map((message) => ({ check: 'page', state: 'note', says: `an error that nobody caught: ${message}` }));

const firstLine = (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n', 1)[0];
