import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { usualPoliteness } from './crawl/polite-fetch.ts';
import { type CatalogueOptions, makeCatalogue } from './make-catalogue.ts';

let folder: string;
let server: Server | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edgecart-catalogue-'));
});
afterEach(async () => {
  server?.close();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

type Page = string | Uint8Array | ((request: IncomingMessage, response: ServerResponse) => void);

/** A shop of these pages; answers with its address and the paths that were asked for, with their times. */
async function shop(pages: Record<string, Page>) {
  const asked: { path: string; timeMs: number }[] = [];
  const open = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push({ path, timeMs: performance.now() });
    const page = pages[path];
    if (typeof page === 'function') page(request, response);
    else if (page === undefined) response.writeHead(404).end();
    else response.end(page);
  });
  server = open;
  await new Promise<void>((resolve) => open.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(open.address() as AddressInfo).port}`,
    asked,
    paths: () => asked.map(({ path }) => path),
  };
}

const out = () => join(folder, 'catalogue.json');
const written = async () => JSON.parse(await readFile(out(), 'utf8'));
const make = (source: string, options: Partial<CatalogueOptions> = {}) =>
  makeCatalogue({ source, out: out(), politeness: { ...usualPoliteness, delayMs: 0 }, ...options });

const productPage = (product: object) =>
  `<!doctype html><title>p</title><script type="application/ld+json">${JSON.stringify({ '@context': 'https://schema.org', '@type': 'Product', ...product })}</script>
   <script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[{"position":1,"name":"Home","item":"/"},{"position":2,"name":"Hats"}]}</script>`;
const offer = (price: number) => ({
  '@type': 'Offer',
  price,
  priceCurrency: 'EUR',
  availability: 'https://schema.org/InStock',
});

test('a shop’s address is enough: its sitemaps’ product pages are read, politely', async () => {
  const pages: Record<string, Page> = {};
  const { address, paths } = await shop(pages);
  let busy = 1;
  Object.assign(pages, {
    '/robots.txt': 'User-agent: *\nDisallow: /private',
    '/sitemap.xml': `<sitemapindex><sitemap><loc>${address}/products.xml.gz</loc></sitemap><sitemap><loc>http://elsewhere.example/x.xml</loc></sitemap></sitemapindex>`,
    '/products.xml.gz': gzipSync(
      `<urlset>${['/hat', '/coat', '/about', '/private/x', '/moved', '/gone'].map((path) => `<url><loc>${address}${path}</loc></url>`).join('')}</urlset>`,
    ),
    '/hat': productPage({ sku: 'hat', name: 'Hat', offers: offer(12), image: 'hat.png' }),
    '/coat': productPage({
      '@type': 'ProductGroup',
      productGroupID: 'coat',
      name: 'Coat',
      category: 'Coats',
      hasVariant: [
        { '@type': 'Product', sku: 'coat-s', offers: offer(80) },
        { '@type': 'Product', sku: 'coat-m', offers: offer(70) },
      ],
    }),
    '/about': '<!doctype html><title>About us</title>',
    '/moved': (_: IncomingMessage, response: ServerResponse) =>
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
    '/gone': (_: IncomingMessage, response: ServerResponse) =>
      busy-- > 0
        ? response.writeHead(503, { 'retry-after': '0' }).end()
        : response.end(productPage({ sku: 'late', name: 'Late', offers: offer(1) })),
  });
  const report = await make(`${address}/`);
  expect((await written()).items).toEqual([
    {
      item_id: 'hat',
      item_name: 'Hat',
      price: 12,
      item_category: 'Hats',
      url: `${address}/hat`,
      image: `${address}/hat.png`,
    },
    { item_id: 'coat', item_name: 'Coat', price: 70, item_category: 'Coats', url: `${address}/coat` },
    { item_id: 'late', item_name: 'Late', price: 1, item_category: 'Hats', url: `${address}/gone` },
  ]);
  expect((await written()).currency).toBe('EUR');
  expect(paths()).not.toContain('/private/x');
  expect(report.dropped.flatMap(({ examples }) => examples).sort()).toEqual([
    `${address}/moved: leads to another origin, http://169.254.169.254: if that is the shop, give its address`,
    `${address}/private/x: robots.txt asks not to fetch it`,
    `http://elsewhere.example/x.xml: is not of ${address}`,
  ]);
});

test('it pauses between requests, as long as robots.txt asks', async () => {
  const { address, asked } = await shop({
    '/robots.txt': 'User-agent: *\nCrawl-delay: 0.2',
    '/sitemap.xml': '<urlset></urlset>',
  });
  await expect(make(`${address}/sitemap.xml`)).rejects.toThrow('names no page');
  await expect(make(`${address}/sitemap.xml`, { politeness: { ...usualPoliteness, delayMs: 300 } })).rejects.toThrow();
  const [first, second, third, fourth] = asked.map(({ timeMs }) => timeMs);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(150);
  expect((fourth ?? 0) - (third ?? 0)).toBeGreaterThan(250);
});

test('a shop whose robots.txt cannot be had is left alone, and one that answers nothing is given up', async () => {
  const failing = await shop({ '/robots.txt': (_, response) => response.writeHead(500).end() });
  await expect(make(`${failing.address}/`)).rejects.toThrow(
    'robots.txt: answered 500. Without it nothing of the shop is fetched',
  );
  server?.close();
  const pages: Record<string, Page> = {};
  const { address, paths } = await shop(pages);
  pages['/sitemap.xml'] =
    `<urlset>${Array.from({ length: 100 }, (_, at) => `<url><loc>${address}/${at}</loc></url>`).join('')}</urlset>`;
  await expect(make(`${address}/`)).rejects.toThrow('no usable product. Most often: the page could not be fetched');
  expect(paths()).toHaveLength(22);
  await expect(readdir(folder)).resolves.toEqual([]);
});

test('an API is read page after page', async () => {
  const product = (id: number) => ({
    id,
    title: `P${id}`,
    handle: `p${id}`,
    product_type: 'Hats',
    variants: [{ id: id * 10, price: '5.00' }],
  });
  const page = (number: number) => `/products.json?limit=250&page=${number}`;
  const { address } = await shop({
    [page(1)]: JSON.stringify({ products: [product(1), product(2)] }),
    [page(2)]: JSON.stringify({ products: [product(3)] }),
    [page(3)]: JSON.stringify({ products: [] }),
  });
  const variants = join(folder, 'variants.json');
  const report = await make(`${address}/products.json`, { variants, currency: 'eur' });
  expect((await written()).items.map((item: { item_id: string }) => item.item_id)).toEqual(['1', '2', '3']);
  expect(JSON.parse(await readFile(variants, 'utf8'))).toEqual({ 10: '1', 20: '2', 30: '3' });
  expect(report).toMatchObject({ read: 3, written: 3, dropped: [] });
});

const run = promisify(execFile);
const command = (...args: string[]) =>
  run(
    process.execPath,
    ['--conditions=@edgecart/source', fileURLToPath(new URL('main.ts', import.meta.url)), ...args],
    { cwd: folder },
  );

test('the command reads a file, puts the best-selling first and tells what it dropped', async () => {
  await writeFile(
    join(folder, 'feed.csv'),
    'id,title,price,category\n1,One,1.00,Hats\n2,Two,2.00,Coats\n3,,3.00,Hats\n',
  );
  await writeFile(join(folder, 'sales.csv'), 'id,pieces\n2,10\n1,3\n');
  const { stdout } = await command(
    'feed.csv',
    '--sales',
    'sales.csv',
    '--sensitive',
    'Coats',
    '--report',
    'report.json',
  );
  expect(await readFile(out(), 'utf8')).toBe(
    `{"sensitive_categories":["Coats"],
"items":[
{"item_id":"2","item_name":"Two","price":2,"item_category":"Coats"},
{"item_id":"1","item_name":"One","price":1,"item_category":"Hats"}
]
}
`,
  );
  expect(stdout).toContain('3 products read, 0 of them variants of others; 2 items written.');
  expect(stdout).toContain('dropped 1: no name: give a title\n      line 4: 3');
  expect(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))).toMatchObject({ read: 3, written: 2 });
});

test.each([
  [['nothing.csv'], 1, 'nothing.csv cannot be read: ENOENT'],
  [[], 2, 'no source is given'],
  [['feed.csv', '--ids', 'colour'], 2, '--ids must be product, variant or sku, not colour'],
  [['feed.csv', '--colour'], 2, "Unknown option '--colour'"],
])('a wrong call %j ends with %i and one line that says why', async (args, code, message) => {
  const failure: unknown = await command(...args).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code, stderr: expect.stringContaining(message) });
});
