import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collector, startCollector } from '@edgecart/collector';
import type { Report } from '@edgecart/sdk/doctor';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { root } from '../scripts/run-command.ts';
import { launchChromium } from './chromium.ts';

const sdk = join(root, 'packages/sdk/dist');

let folder: string;
let collector: Collector;
let server: Server;
let url: string;
/** What the shop's page has, and the policy it comes with. */
let head = '';
let policy = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgecart-doctor-'));
  await cp(join(root, 'demo/model'), join(folder, 'models'), { recursive: true });
  collector = await startCollector({ port: 0, data: folder, sdk });
  server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://shop').pathname;
    if (policy !== '') response.setHeader('content-security-policy', policy);
    if (path === '/catalogue.json') return response.end(await readFile(join(root, 'demo/public/catalogue.json')));
    if (path === '/calls.js') return response.setHeader('content-type', 'text/javascript').end(calls);
    if (path === '/npm-shop.js') return response.setHeader('content-type', 'text/javascript').end(npmShop());
    if (path.startsWith('/npm/')) {
      response.setHeader('content-type', 'text/javascript');
      return response.end(await readFile(join(sdk, path.slice('/npm/'.length))));
    }
    if (path !== '/') return response.writeHead(404).end();
    return response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Shop</title>${head}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  server?.close();
  await collector?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  head = tag();
  policy = '';
});

const calls = `
  window.edgecart = window.edgecart || function () { (edgecart.q = edgecart.q || []).push(arguments) };
  edgecart('track', { name: 'view_item', items: [{ item_id: '1082185' }] });
  edgecart('track', { name: 'view_product', items: [{ item_id: '1082185' }] });
  edgecart('track', { name: 'add_to_cart', items: [{ item_id: '961554', price: 'two' }] });`;

const tag = (more = '') => `<script src="/calls.js"></script>
  <script async src="${collector.url}/sdk/edgecart.js" data-collector="${collector.url}"
    data-model="${collector.url}/models" data-catalogue="/catalogue.json" ${more}></script>`;

const npmShop = () => `
  import { createEdgecart } from '/npm/index.js';
  import { exposeDoctor } from '/npm/doctor/index.js';
  const options = { collector: '${collector.url}', model: '${collector.url}/models', catalogue: '/catalogue.json' };
  const client = createEdgecart(options);
  client.track({ name: 'view_item', items: [{ item_id: '1082185' }] });
  exposeDoctor(client, options);`;

interface Run {
  code: number | null;
  out: string;
  complaint: string;
}

/** Runs the command as a shop's developer would. */
function doctor(...args: string[]): Promise<Run> {
  const main = join(root, 'packages/doctor/src/main.ts');
  const child = spawn(process.execPath, ['--conditions=@edgecart/source', main, ...args]);
  let out = '';
  let complaint = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, complaint })));
}

async function report(...args: string[]): Promise<Report & { code: number | null }> {
  const { code, out, complaint } = await doctor(url, '--json', '--wait', '60', ...args);
  expect(complaint).toBe('');
  return { code, ...(JSON.parse(out) as Report) };
}

const states = ({ findings }: Report) => Object.fromEntries(findings.map(({ check, state }) => [check, state]));

describe('the doctor', () => {
  test('says in plain words what works, which events have mistakes, and what it costs', async () => {
    const { code, out } = await doctor(url, '--consent', '--wait', '60');
    console.log(out);
    expect(out).toContain(`by script tag from ${collector.url}`);
    for (const line of [
      /fine {3}worker {8}from an inline blob/,
      /fine {3}storage {7}IndexedDB/,
      /fine {3}model .*3000 products/,
    ])
      expect(out).toMatch(line);
    expect(out).toMatch(/fine {3}collector .* answers/);
    expect(out).toMatch(/rejected {2}view_product: name: "view_product" is not an event; use one of view_item_list/);
    expect(out).toMatch(/mended {4}add_to_cart: items\[0\]\.price: "two" is not a number/);
    expect(out).toMatch(/the page's thread, in Edgecart +\d+\.\d ms/);
    expect(out).toMatch(/edgecart-worker\.js loaded|edgecart\.js loaded/);
    expect(out).toContain('1 thing is wrong.');
    expect(code).toBe(1);
  });

  test('names the lines that the policy lacks, and with them nothing of it is wrong', async () => {
    policy = `default-src 'self'; script-src 'self' ${collector.url}`;
    const before = await report();
    expect(states(before)).toMatchObject({ worker: 'wrong', policy: 'wrong', catalogue: 'fine' });
    expect(before.policy).toEqual([
      "worker-src 'self' blob:",
      `script-src 'self' ${collector.url} 'wasm-unsafe-eval'`,
      `connect-src 'self' ${collector.url}`,
    ]);
    policy = ["default-src 'self'", ...before.policy].join('; ');
    const after = await report();
    expect(states(after)).toMatchObject({
      worker: 'fine',
      policy: 'fine',
      WASM: 'fine',
      model: 'fine',
      collector: 'fine',
    });
    expect(after.policy).toEqual([]);
  });

  test('knows a collector, a model and a catalogue that are not there', async () => {
    head = tag().replaceAll(collector.url, 'http://127.0.0.1:9').replace('/catalogue.json', '/none.json');
    head = head.replace('src="http://127.0.0.1:9/sdk', `src="${collector.url}/sdk`);
    expect(states(await report())).toMatchObject({ collector: 'wrong', model: 'wrong', catalogue: 'wrong' });
  });

  test('finds nothing wrong with a collector that has no model yet', async () => {
    const [latest, aside] = ['latest.json', 'aside.json'].map((name) => join(folder, 'models', name)) as [
      string,
      string,
    ];
    await rename(latest, aside);
    try {
      const { findings } = await report();
      expect(findings.find(({ check }) => check === 'model')).toMatchObject({
        state: 'note',
        says: expect.stringContaining('none is published yet'),
      });
    } finally {
      await rename(aside, latest);
    }
  });

  test('asks the npm package, which the shop lets answer', async () => {
    head = '<script type="module" src="/npm-shop.js"></script>';
    const seen = await report();
    expect(seen.findings[0]).toMatchObject({ check: 'loading', says: 'as the npm package' });
    expect(states(seen)).toMatchObject({ worker: 'fine', events: 'fine', collector: 'fine' });
    expect(seen.code).toBe(0);
  });

  test('a page without Edgecart, and one whose script is missing, are told apart', async () => {
    head = '';
    expect((await doctor(url, '--wait', '1')).out).toMatch(/WRONG {2}loading .*no script tag/);
    head = '<script src="/sdk/edgecart.js"></script>';
    const { code, out } = await doctor(url, '--wait', '1');
    expect(out).toMatch(/WRONG {2}loading .*did not run/);
    expect(code).toBe(1);
  });

  test('what cannot be looked at ends with 2 and one line that says why', async () => {
    const runs = [
      await doctor(),
      await doctor('shop'),
      await doctor(url, '--loud'),
      await doctor('http://127.0.0.1:9/'),
    ];
    for (const { code, complaint } of runs) {
      expect(code).toBe(2);
      expect(complaint.trim().split('\n')).toHaveLength(1);
    }
    expect((await doctor('--help')).code).toBe(0);
  });

  test('answers in the console of a page, too', async () => {
    const browser = await launchChromium();
    const page = await browser.newPage();
    const printed: string[] = [];
    page.on('console', (message) => printed.push(message.text()));
    await page.goto(url);
    await page.waitForFunction(() => (window as { edgecart?: { client?: unknown } }).edgecart?.client !== undefined);
    await page.evaluate(() => (window as unknown as { edgecart: { doctor(): Promise<unknown> } }).edgecart.doctor());
    expect(printed.join('\n')).toMatch(/^Edgecart doctor: http/m);
    expect(printed.join('\n')).toMatch(/fine {3}worker/);
    await browser.close();
  });
});
