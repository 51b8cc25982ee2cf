import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kafka, startKafka } from '@edgecart/kafka-broker';
import type { Edgecart } from '@edgecart/sdk';
import { chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollectorProcess, startCollectorProcess } from '../bench/load/collector-process.ts';
import { serveDemo } from '../demo/serve.ts';
import { chromiumLaunch } from '../scripts/chromium.ts';
import { root } from '../scripts/run-command.ts';
import { readAllFiles } from './secrets/read-all-files.ts';
import { type RecordingProxy, type Sent, startRecordingProxy } from './secrets/recording-proxy.ts';
import { findSecret, spellings } from './secrets/spellings.ts';

/** What a shopper types, and what says who it is. All of it is looked for in all that left and in all that was kept. */
const typed = {
  name: 'Wilhelmina Quastenflosser',
  email: 'w.quastenflosser@example.org',
  address: 'Xylophonweg 4711b',
  city: 'Unterzwiebelstadt',
  postcode: '90817-5544',
};
const search = 'banana zwetschgenknoedel';
const agent = 'PlantedShopperBrowser/7.3.1';
const language = 'rm-CH-planted';
const shopperAddress = '127.83.29.151';

let folder: string;
let kafka: Kafka;
let collector: CollectorProcess;
let demo: Awaited<ReturnType<typeof serveDemo>>;
let proxy: RecordingProxy;
let order = '';
let visited: string[] = [];
let collectorUrl = '';
let files: { path: string; bytes: Buffer }[] = [];

const client = <T>(page: Page, use: (client: Edgecart) => Promise<T>): Promise<T> =>
  page.evaluate(
    (source) =>
      new Promise<T>((resolve, reject) => {
        const ask = (edgecart: Edgecart) => new Function(`return (${source})`)()(edgecart).then(resolve, reject);
        (window as unknown as { edgecart(name: 'ready', use: typeof ask): void }).edgecart('ready', ask);
      }),
    use.toString(),
  );

/** A whole shopping trip, from the landing page to the reloaded thank-you page and what the collector's own page shows. */
async function shop(page: Page): Promise<void> {
  const visit = (path: string) => page.goto(new URL(path, demo.url).href);
  await visit('/');
  await page.getByTestId('consent-accept').click();
  await page.locator('#search').first().fill(search);
  await page.locator('#search').first().press('Enter');
  await page.waitForURL(/search\.html/);
  const catalogue = JSON.parse(await readFile(join(root, 'demo/public/catalogue.json'), 'utf8')) as {
    items: { item_id: string; in_stock?: boolean }[];
  };
  visited = catalogue.items.filter((item) => item.in_stock !== false).flatMap(({ item_id }) => item_id);
  visited = [visited[5] ?? '', visited[23] ?? '', visited[44] ?? '', visited[71] ?? ''];
  for (const [place, id] of visited.entries()) {
    await visit(`/product.html?id=${id}`);
    const add = page.locator('main').getByTestId('add-to-cart').first();
    await add.waitFor();
    if (place >= 2) await add.click();
  }
  await visit('/cart.html');
  await page.getByTestId('checkout-submit').first().click();
  await page.locator('form#checkout').waitFor();
  for (const [field, value] of Object.entries(typed)) await page.locator(`form#checkout [name=${field}]`).fill(value);
  await page.getByTestId('place-order').click();
  await page.getByTestId('thanks').waitFor();
  order = new URL(page.url()).searchParams.get('order') ?? '';
  await page.reload();
  await page.getByTestId('thanks').waitFor();
  const waiting = async () => {
    const { runtime } = await client(page, (edgecart) => edgecart.insights());
    return runtime.unsent + runtime.waitingPaths;
  };
  await expect.poll(waiting, { timeout: 60_000, interval: 500 }).toBe(0);
  await page.goto(collectorUrl);
}

const folders = () => ({ collector: join(folder, 'collector'), broker: join(folder, 'kafka') });
const holds = async (where: string, text: string) =>
  (await readAllFiles(where)).some(({ bytes }) => bytes.includes(text));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgecart-secrets-'));
  const { collector: data, broker } = folders();
  // Both keep their records as they are, or a search of their bytes would find nothing for the wrong reason.
  kafka = await startKafka({ folder: broker });
  collector = startCollectorProcess([
    ...['--port', '0', '--data', data, '--models', join(root, 'demo/model'), '--sdk', join(root, 'packages/sdk/dist')],
    ...['--kafka', kafka.bootstrap[0] ?? '', '--kafka-compression', 'none', '--kafka-partitions', '1'],
    ...['--log-level', 'trace', '--seal-age-ms', '1000', '--min-batches', '1', '--max-seal-age-ms', '2000'],
  ]);
  collectorUrl = await collector.url;
  demo = await serveDemo({ collectorUrl, port: 0, outDir: join(folder, 'demo') });
  proxy = await startRecordingProxy(shopperAddress);
}, 300_000);

afterAll(async () => {
  await proxy?.close();
  await demo?.close();
  collector?.child.kill('SIGKILL');
  await kafka?.close();
  await rm(folder, { recursive: true, force: true });
});

test('a whole shopping trip, until all that may leave has left and has reached the topics', async () => {
  const browser = await chromium.launch({
    ...chromiumLaunch(),
    proxy: { server: proxy.address, bypass: '<-loopback>' },
  });
  try {
    const context = await browser.newContext({ userAgent: agent, locale: language });
    await shop(await context.newPage());
  } finally {
    await browser.close();
  }
  for (const where of Object.values(folders()))
    await expect.poll(() => holds(where, '"kind":"path"'), { timeout: 60_000, interval: 500 }).toBe(true);
  collector.child.kill('SIGTERM');
  await collector.exit;
  files = [
    ...(await readAllFiles(folders().collector)),
    ...(await readAllFiles(folders().broker)),
    { path: "the collector's output", bytes: Buffer.from(collector.output()) },
  ];
}, 300_000);

const bytesOf = ({ url, headers, body }: Sent) => Buffer.concat([Buffer.from(`${url}\n${headers.join('\n')}\n`), body]);
const originOf = ({ url }: Sent) => (URL.canParse(url) ? new URL(url).origin : url);
const personal = () => [...Object.values(typed), 'Quastenflosser', 'Xylophonweg', order];

test('the search finds a text in each of its spellings', () => {
  for (const secret of personal())
    for (const [name, spelling] of spellings(secret))
      expect(findSecret(secret, Buffer.concat([Buffer.from('abcd'), spelling, Buffer.from('e')])), name).toContain(
        name,
      );
  for (const before of ['', 'a', 'ab', 'abc']) {
    const text = Buffer.from(`${before}${search} and more`).toString('base64');
    expect(findSecret(search, Buffer.from(text)).join()).toMatch(/base64/);
  }
});

test('the search finds what is there: the items in what left, in the log and in the topics', () => {
  const [first = ''] = visited;
  const posted = proxy.sent.filter(({ method, url }) => method === 'POST' && url.endsWith('/v1/records'));
  expect(posted.some(({ body }) => body.includes(first))).toBe(true);
  for (const where of Object.values(folders()))
    expect(files.some(({ path, bytes }) => path.startsWith(where) && bytes.includes(`"${first}"`))).toBe(true);
  expect(order).toMatch(/^OL-/);
  expect(proxy.sent.some((sent) => sent.headers.includes(agent))).toBe(true);
});

test('nothing but the shop and its collector was spoken to', () => {
  // The browser's own questions to its maker were refused.
  const origins = new Set(proxy.sent.filter(({ url }) => !/google(apis)?\.com/.test(url)).map(originOf));
  expect(origins).toEqual(new Set([new URL(demo.url).origin, new URL(collectorUrl).origin]));
});

test('nothing that was typed, and no order, is in any request to the collector', () => {
  const toCollector = proxy.sent.filter((sent) => originOf(sent) === new URL(collectorUrl).origin);
  expect(toCollector.length).toBeGreaterThan(10);
  for (const sent of toCollector)
    for (const secret of [...personal(), search, 'zwetschgenknoedel'])
      expect(findSecret(secret, bytesOf(sent)), `${secret} in ${sent.method} ${sent.url}`).toEqual([]);
});

test('the shop itself hears of the search and the order by its own addresses, and of nothing else that was typed', () => {
  for (const sent of proxy.sent)
    for (const secret of personal().filter((secret) => secret !== order))
      expect(findSecret(secret, bytesOf(sent)), `${secret} in ${sent.method} ${sent.url}`).toEqual([]);
});

test('records leave without cookie and without the page they come from', () => {
  const records = proxy.sent.filter(({ method, url }) => method === 'POST' && url.endsWith('/v1/records'));
  for (const { headers, url } of records) {
    const names = headers.filter((_, place) => place % 2 === 0).map((name) => name.toLowerCase());
    expect(names).not.toContain('cookie');
    expect(new URL(url).search).toBe('');
    const referrer = headers[headers.findIndex((name) => name.toLowerCase() === 'referer') + 1];
    if (names.includes('referer')) expect(new URL(referrer ?? '').pathname).toBe('/');
  }
});

test("collector and broker keep neither what was typed, nor the order, nor the shopper's address, browser or language", () => {
  expect(files.length).toBeGreaterThan(10);
  const address = Buffer.from(shopperAddress.split('.').map(Number));
  for (const { path, bytes } of files) {
    for (const secret of [...personal(), search, 'zwetschgenknoedel', agent, language, shopperAddress])
      expect(findSecret(secret, bytes), `${secret} in ${path}`).toEqual([]);
    expect(bytes.includes(address), `the address's four bytes in ${path}`).toBe(false);
    expect(findSecret(address.toString('hex'), bytes), `the address in hexadecimal in ${path}`).toEqual([]);
  }
});
