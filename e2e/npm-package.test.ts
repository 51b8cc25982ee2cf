import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright';
import { build, createServer, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../scripts/run-command.ts';
import { launchChromium } from './chromium.ts';

const run = promisify(execFile);
const sdk = join(root, 'packages/sdk');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

const shopSource = `
import { createEdgecart, type AnonymousRecord, type Edgecart, type Recommendations } from '@edgecart/sdk';
import { openInspector } from '@edgecart/sdk/inspector';
import { createSurfaces, type Rules } from '@edgecart/sdk/surfaces';
import { defineWidgets } from '@edgecart/sdk/widgets';

const catalogue = ['apple', 'pear', 'bread'].map((item_id) => ({
  item_id, item_name: item_id, price: 1, item_category: item_id === 'bread' ? 'bakery' : 'fruit',
}));
const edgecart: Edgecart = createEdgecart({ catalogue });
edgecart.track({ name: 'view_item', items: [{ item_id: 'apple' }] });
// @ts-expect-error: no such event
if (false as boolean) edgecart.track({ name: 'nonsense', items: [] });
const answer: Recommendations = await edgecart.recommend({ surface: 'product', limit: 2 });
const record: AnonymousRecord | undefined = (await edgecart.ledger())[0]?.record;
const { runtime } = await edgecart.insights();
const rules: Rules = { exclude: [{ category: 'bakery' }], perCategory: 2 };
const { items: arranged } = await createSurfaces(edgecart, { rules }).ask({ surface: 'product', limit: 2 });
if (arranged[0]?.item?.item_name !== 'pear') throw new Error('The rules did not hold.');
defineWidgets(edgecart, { currency: 'EUR', rules });
openInspector(edgecart, { open: false }).close();
document.body.dataset.items = answer.items.map((item) => item.item_id).join();
document.body.dataset.place = runtime.place;
document.body.dataset.record = String(record);
`;

let shop: string;
let browser: Browser;

beforeAll(async () => {
  shop = await mkdtemp(join(tmpdir(), 'edgecart-shop-'));
  await run('npm', ['pack', '--pack-destination', shop], { cwd: sdk });
  const [archive = ''] = (await readdir(shop)).filter((name) => name.endsWith('.tgz'));
  await writeFile(join(shop, 'package.json'), JSON.stringify({ name: 'shop', private: true, type: 'module' }));
  await run('npm', ['install', '--no-audit', '--no-fund', archive], { cwd: shop });
  await mkdir(join(shop, 'src'));
  await writeFile(join(shop, 'src/main.ts'), shopSource);
  await writeFile(join(shop, 'index.html'), '<!doctype html><script type="module" src="/src/main.ts"></script>');
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await rm(shop, { recursive: true, force: true });
});

async function look(url: string) {
  const page = await browser.newPage();
  const noise: string[] = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(error.message));
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  await page.goto(url);
  await page.waitForSelector('body[data-record]', { state: 'attached' });
  const shown = await page.evaluate(() => ({ ...document.body.dataset }));
  await page.close();
  return { ...shown, noise: noise.filter((text) => !text.startsWith('[vite]')) };
}

const working = { items: 'pear,bread', place: 'worker', record: 'undefined', noise: [] };

describe('the packed SDK in a fresh Vite project', () => {
  test('brings nothing but itself', async () => {
    const installed = (await readdir(join(shop, 'node_modules'))).filter((name) => !name.startsWith('.'));
    expect(installed).toEqual(['@edgecart']);
    expect(await readdir(join(shop, 'node_modules/@edgecart'))).toEqual(['sdk']);
  });

  test.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('has types that resolve with module %s, resolution %s', async (module, moduleResolution) => {
    const options = {
      module,
      moduleResolution,
      strict: true,
      noEmit: true,
      target: 'es2022',
      types: [],
      lib: ['es2022', 'dom'],
    };
    const file = join(shop, `tsconfig.${module}.json`);
    await writeFile(file, JSON.stringify({ compilerOptions: options, include: ['src'] }));
    await run(process.execPath, [tsc, '-p', file]).catch((error) => expect.fail(error.stdout));
  });

  test('runs in its worker when built', async () => {
    await build({ root: shop, logLevel: 'error', build: { target: 'es2022' } });
    const server = await preview({ root: shop, logLevel: 'error', preview: { host: '127.0.0.1', port: 0 } });
    expect(await look(server.resolvedUrls?.local[0] ?? '')).toEqual(working);
    await server.close();
  });

  test('runs in its worker under the dev server, where dependencies are bundled ahead', async () => {
    const server = await createServer({ root: shop, logLevel: 'error', server: { host: '127.0.0.1', port: 0 } });
    await server.listen();
    expect(await look(server.resolvedUrls?.local[0] ?? '')).toEqual(working);
    await server.close();
  });

  test('does nothing, and throws nothing, where there is no browser', async () => {
    const script = `
      const { createEdgecart } = await import('@edgecart/sdk');
      const edgecart = createEdgecart({ collector: '/c', model: '/m' });
      edgecart.track({ name: 'view_item', items: [] });
      edgecart.consent({ send: true });
      const { items } = await edgecart.recommend();
      await edgecart.close();
      console.log(JSON.stringify(items));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: shop });
    expect(stdout.trim()).toBe('[]');
  });

  test('names only files that it brings', async () => {
    const folder = join(shop, 'node_modules/@edgecart/sdk');
    const { exports } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const files = Object.values(exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry as Record<string, string>),
    );
    for (const file of files.filter((name) => !name.startsWith('./src/')))
      expect(await readdir(join(folder, dirname(file)))).toContain(file.split('/').at(-1));
  });
});
