import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../scripts/run-command.ts';
import { nextShop, parcelShop, plainShop, webpackShop } from './bundlers/shops.ts';
import { launchChromium } from './chromium.ts';

const run = promisify(execFile);
const bundlers = join(root, 'e2e/bundlers');
/** The same that installs the project. */
const pnpm = /'(pnpm@[\d.]+)'/.exec(await readFile(join(root, 'scripts/run.mjs'), 'utf8'))?.[1] ?? 'pnpm';
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', PARCEL_WORKERS: '1', CI: 'true' };

let shop: string;
let browser: Browser;
const servers: Server[] = [];

beforeAll(async () => {
  await run('npx', ['--yes', pnpm, 'install', '--frozen-lockfile'], { cwd: bundlers, env });
  // Beside the bundlers, so that what they look for is found there.
  shop = await mkdtemp(join(bundlers, '.shop-'));
  await run('npm', ['pack', '--pack-destination', shop], { cwd: join(root, 'packages/sdk') });
  const [archive = ''] = (await readdir(shop)).filter((name) => name.endsWith('.tgz'));
  const place = join(shop, 'node_modules/@edgecart/sdk');
  await mkdir(place, { recursive: true });
  await run('tar', ['-xzf', join(shop, archive), '-C', place, '--strip-components=1']);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  for (const server of servers) server.close();
  if (shop !== undefined) await rm(shop, { recursive: true, force: true });
});

async function write(folder: string, files: Record<string, string>): Promise<string> {
  const place = join(shop, folder);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(place, file)), { recursive: true });
    await writeFile(join(place, file), text);
  }
  return place;
}

/** Runs a bundler; its output is the reason when it fails. */
async function bundle(cwd: string, ...args: string[]): Promise<void> {
  await run(process.execPath, args, { cwd, env }).catch((error) => expect.fail(`${error.stdout}\n${error.stderr}`));
}

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };

/** Serves a folder's files as they are. */
async function serve(folder: string): Promise<string> {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://shop').pathname;
    const file = path.endsWith('/') ? `${path}index.html` : path;
    try {
      response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
      response.end(await readFile(join(folder, file)));
    } catch {
      response.writeHead(404).end();
    }
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function look(url: string) {
  const page = await browser.newPage();
  const noise: string[] = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(error.message));
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  await page.goto(url);
  await page.waitForSelector('body[data-place]', { state: 'attached', timeout: 60_000 });
  const { items, place } = await page.evaluate(() => ({ ...document.body.dataset }));
  await page.close();
  return { items, place, noise };
}

const working = { items: 'pear,bread', place: 'worker', noise: [] };

describe('the packed SDK runs in its worker', () => {
  test('built by webpack', async () => {
    const place = await write('webpack', webpackShop);
    await bundle(place, 'build.mjs');
    expect(await look(await serve(join(place, 'dist')))).toEqual(working);
  });

  test('built by Parcel', async () => {
    const place = await write('parcel', parcelShop);
    const parcel = join(bundlers, 'node_modules/parcel/lib/bin.js');
    await bundle(
      place,
      parcel,
      'build',
      'src/index.html',
      '--dist-dir',
      'dist',
      '--cache-dir',
      '.cache',
      '--no-source-maps',
    );
    expect(await look(await serve(join(place, 'dist')))).toEqual(working);
  });

  test('as plain ES modules, by an import map', async () => {
    await write('plain', plainShop);
    expect(await look(`${await serve(shop)}/plain/`)).toEqual(working);
  });

  test('built by Next.js, whose server renders the page with it first', async () => {
    const place = await write('next', nextShop(bundlers));
    const next = join(bundlers, 'node_modules/next/dist/bin/next');
    await bundle(place, next, 'build');
    const server = spawn(process.execPath, [next, 'start', '-H', '127.0.0.1', '-p', '0'], { cwd: place, env });
    try {
      const url = await new Promise<string>((resolve, reject) => {
        let said = '';
        const listen = (chunk: Buffer) => {
          said += chunk;
          const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
          if (found !== undefined && said.includes('Ready')) resolve(found);
        };
        server.stdout.on('data', listen);
        server.stderr.on('data', listen);
        server.on('exit', (code) => reject(new Error(`next start ended with ${code}: ${said}`)));
      });
      const html = await (await fetch(url)).text();
      expect(html).toMatch(/id="on-the-server">0</);
      expect(await look(url)).toEqual(working);
    } finally {
      server.kill();
    }
  });
});
