import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collector, startCollector } from '@edgecart/collector';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';

let folder: string;
let collector: Collector;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgecart-api-page-'));
  collector = await startCollector({ port: 0, data: folder });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await collector?.close();
  await rm(folder, { recursive: true, force: true });
});

test("the collector's API page shows its description, from the collector alone and under its own policy", async () => {
  const page = await browser.newPage();
  const complaints: string[] = [];
  const elsewhere: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== collector.url && protocol !== 'data:') elsewhere.push(request.url());
  });
  await page.goto(`${collector.url}/docs`);
  await page.getByText('Stores a batch of anonymous records').first().waitFor();
  await page.getByText('Names the current model').first().waitFor();
  expect(elsewhere).toEqual([]);
  expect(complaints).toEqual([]);
});
