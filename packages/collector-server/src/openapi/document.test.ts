import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Hub } from '../http/hub.ts';
import { createServer } from '../http/server.ts';
import { InsightsFeed } from '../insights/insights-feed.ts';
import { RequestCounter } from '../metrics/prometheus.ts';
import { WorkerMetrics } from '../metrics/worker-metrics.ts';
import { type CollectorOptions, completeOptions } from '../options/options.ts';
import { maxListeners } from '../routes/live.ts';
import { collectorHere } from '../testing/collector-here.ts';
import { eventually } from '../testing/eventually.ts';
import { rawAnswer } from '../testing/raw-answer.ts';
import { countRecord } from '../testing/records.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { openApiDocument } from './document.ts';

const document = JSON.parse(JSON.stringify(openApiDocument('0'))) as {
  paths: Record<string, Record<string, { responses: Record<string, { content?: Record<string, unknown> }> }>>;
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { responses }]) => ({ path, method, responses })),
);
const version = 'ab'.repeat(32);

/** What was answered to which documented operation. */
interface Seen {
  path: string;
  method: string;
  status: number;
  contentType: string | null;
  body: string;
}

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema(document, 'openapi');

/** A JSON pointer as part of a URI reference. */
const pointer = (...parts: (string | number)[]) =>
  parts.map((part) => `/${encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

function checkAnswer({ path, method, status, contentType, body }: Seen): void {
  const place = `${method} ${path} ${status}`;
  const documented = document.paths[path]?.[method]?.responses[status];
  expect(documented, place).toBeDefined();
  const { content } = documented ?? {};
  if (content === undefined) return;
  const type = contentType?.split(';')[0] ?? '';
  expect(Object.keys(content), place).toContain(type);
  const value: unknown = /json$/.test(type) ? JSON.parse(body) : body;
  const check = ajv.compile({
    $ref: `openapi#${pointer('paths', path, method, 'responses', status, 'content', type, 'schema')}`,
  });
  expect(check(value), `${place}: ${ajv.errorsText(check.errors)}`).toBe(true);
}

const batch = (...records: unknown[]): string => JSON.stringify({ records });
const good = () => batch(countRecord({}, Date.now()));

/** A path with something real in place of its parameters. */
function concrete(path: string): string {
  return path
    .replace('{key}', 'wk_aaaa')
    .replace('{version}', version)
    .replace('{file}', path.startsWith('/sdk') ? 'edgecart.js' : 'manifest.json')
    .replace('{name}', 'batch');
}

async function publish(models: string): Promise<void> {
  await mkdir(join(models, version), { recursive: true });
  const manifest = {
    format: 'edgecart-model/2',
    version,
    file: 'model.safetensors',
    bytes: 8,
    items: ['a'],
    categories: [],
    dimensions: 1,
    encoder: { max_length: 1, event_types: ['view_item'], age_buckets: 1 },
    blend: { temperature: 1, popularity: 0, graph: 0, decay: 1, repeat: [0, 0] },
    personas: [],
    tensors: {},
    metrics: {},
    trained_on: {},
    golden: [],
  };
  await writeFile(join(models, version, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(models, 'latest.json'), JSON.stringify({ version }));
}

const shops = [{ name: 'a', keys: ['wk_aaaa'], origins: ['https://a.example'] }];

/** A collector for one shop, or, for paths below a key, for shops; its models and its SDK are published. */
async function collectorFor(path: string, options: Partial<CollectorOptions> = {}) {
  const data = await temporaryFolder();
  const sdk = await temporaryFolder();
  const keyed = path.startsWith('/k/');
  await writeFile(join(sdk, 'edgecart.js'), '1;');
  const collector = await collectorHere({ data, sdk, ...(keyed ? { shops } : {}), ...options });
  const models = join(data, 'models', ...(keyed ? ['a'] : []));
  await publish(models);
  return { ...collector, models, sdk };
}

const seen: Seen[] = [];

async function note(path: string, method: string, response: Response): Promise<void> {
  const contentType = response.headers.get('content-type');
  seen.push({ path, method, status: response.status, contentType, body: await response.text() });
}

describe('every answer is as the description says', { timeout: 60_000 }, () => {
  const recordPaths = ['/v1/records', '/k/{key}/v1/records'];
  test.each(recordPaths)('POST %s', async (path) => {
    const collector = await collectorFor(path, { maxBodyBytes: 2_048 });
    const post = async (body: string | Uint8Array, headers: Record<string, string> = {}, base = collector.url) => {
      const type = { 'content-type': 'application/json' };
      const init = {
        method: 'POST',
        headers: { ...type, ...headers },
        body: typeof body === 'string' ? body : new Uint8Array(body),
      };
      await note(path, 'post', await fetch(`${base}${concrete(path)}`, init));
    };
    await post(good());
    await post(gzipSync(good()), { 'content-encoding': 'gzip' });
    await post(batch(countRecord({}, Date.now()), 'rubbish'));
    for (const body of ['', '[]', 'rubbish']) await post(body);
    await post('rubbish', { 'content-encoding': 'gzip' });
    await post('x'.repeat(3_000));
    await post('x', { 'content-type': 'application/xml' });
    await post('x', { 'content-encoding': 'br' });

    const full = await collectorFor(path, { maxLogBytes: 1_024 });
    for (let round = 0; round < 20; round += 1) await post(good(), {}, full.url);
    const limiting = await collectorFor(path, { rateLimitPerMinute: 1 });
    for (let round = 0; round < 2; round += 1) await post(good(), {}, limiting.url);
  });

  test('POST without the key that is needed, and with one that nobody has', async () => {
    const { url } = await collectorFor('/k/');
    const init = () => ({ method: 'POST', body: good() });
    await note('/v1/records', 'post', await fetch(`${url}/v1/records`, init()));
    await note('/k/{key}/v1/records', 'post', await fetch(`${url}/k/wk_none/v1/records`, init()));
    for (const file of ['latest.json', `${version}/manifest.json`]) {
      const path = file === 'latest.json' ? '/models/latest.json' : '/models/{version}/{file}';
      await note(path, 'get', await fetch(`${url}/models/${file}`));
      await note(`/k/{key}${path}`, 'get', await fetch(`${url}/k/wk_none/models/${file}`));
    }
  });

  test.each(['/models/latest.json', '/k/{key}/models/latest.json'])('GET %s', async (path) => {
    const { url, models } = await collectorFor(path);
    const get = async (headers = {}) => note(path, 'get', await fetch(`${url}${concrete(path)}`, { headers }));
    await get();
    await get({ 'if-none-match': '*' });
    await writeFile(join(models, 'latest.json'), '{');
    await get();
    await rm(join(models, 'latest.json'));
    await get();
  });

  test.each(['/models/{version}/{file}', '/k/{key}/models/{version}/{file}', '/sdk/{file}'])('GET %s', async (path) => {
    const { url, port, models, sdk } = await collectorFor(path);
    const ask = async (at: string, headers = {}) => note(path, 'get', await fetch(`${url}${at}`, { headers }));
    const file = concrete(path);
    await ask(file);
    await ask(file, { range: 'bytes=0-0' });
    await ask(file, { range: 'bytes=99999-' });
    await ask(file, { 'if-match': '"other"' });
    const etag = (await fetch(`${url}${file}`)).headers.get('etag') ?? '';
    // `fetch` says no-cache as soon as it is given a condition.
    const conditional = `GET ${file} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nif-none-match: ${etag}\r\n\r\n`;
    seen.push({ path, method: 'get', ...(await rawAnswer(port, conditional)) });
    await ask(file.replace(/[a-z.]+$/, 'nothing'));
    const onDisk = path.startsWith('/sdk') ? join(sdk, 'edgecart.js') : join(models, version, 'manifest.json');
    await rm(onDisk);
    await ask(file);
    await symlink(onDisk, onDisk);
    await ask(file);
  });

  test.each(['/v1/stock', '/k/{key}/v1/stock'])('GET and POST %s', async (path) => {
    const stockKeyFile = join(await temporaryFolder(), 'key');
    const stockKey = 'k'.repeat(16);
    await writeFile(stockKeyFile, stockKey);
    const data = await temporaryFolder();
    const { url } = await collectorHere({ data, stockKeyFile, ...(path.startsWith('/k/') ? { shops } : {}) });
    const closed = await collectorFor(path);
    const get = async (headers = {}) => note(path, 'get', await fetch(`${url}${concrete(path)}`, { headers }));
    const post = async (body: string, base = url, given = stockKey, type = 'application/json') => {
      const headers = { authorization: `Bearer ${given}`, 'content-type': type };
      await note(path, 'post', await fetch(`${base}${concrete(path)}`, { method: 'POST', headers, body }));
    };
    await post('{"items":[{"item":"a","on_hand":0}]}');
    await post('{"items":[{"item":"b"},7]}');
    for (const body of ['{', '{}']) await post(body);
    await post(`{"items":["${'x'.repeat(4 * 1024 ** 2)}"]}`);
    await post('x', url, stockKey, 'application/xml');
    await post('{}', url, 'other');
    await post('{}', closed.url);
    await get();
    await get({ 'if-none-match': '*' });
    const file = join(data, 'stock', path.startsWith('/k/') ? 'a.json' : 'default.json');
    await writeFile(file, 'rubbish');
    await get();
    await post('{"items":[{"item":"a","on_hand":0}]}');
    const keyed = await collectorFor('/k/');
    if (path === '/v1/stock') await note(path, 'get', await fetch(`${keyed.url}/v1/stock`));
    else await note(path, 'get', await fetch(`${keyed.url}/k/wk_none/v1/stock`));
  });

  test.each(['/v1/trending', '/k/{key}/v1/trending'])('GET %s', async (path) => {
    const get = async (base: string, headers = {}, at = concrete(path)) =>
      note(path, 'get', await fetch(`${base}${at}`, { headers }));
    const { url } = await collectorFor(path);
    await get(url);
    await get(url, { 'if-none-match': '*' });
    const keyed = path === '/v1/trending' ? await collectorFor('/k/') : { url };
    await get(keyed.url, {}, path === '/v1/trending' ? path : '/k/wk_none/v1/trending');
  });

  test.each(['/healthz', '/readyz', '/metrics', '/openapi.json', '/schemas/{name}.json'])('GET %s', async (path) => {
    const { url } = await collectorFor(path, { maxLogBytes: 1_024 });
    await note(path, 'get', await fetch(`${url}${concrete(path)}`));
    if (path.includes('{name}')) await note(path, 'get', await fetch(`${url}/schemas/nothing.json`));
    for (let status = 200; status === 200; )
      status = (await fetch(`${url}/v1/records`, { method: 'POST', body: good() })).status;
    await note(path, 'get', await fetch(`${url}${concrete(path)}`));
  });

  test('GET /v1/live', async () => {
    const { url } = await collectorFor('/v1/live');
    const abort = new AbortController();
    onTestFinished(() => abort.abort());
    for (let index = 0; index < maxListeners; index += 1) {
      const response = await fetch(`${url}/v1/live`, { signal: abort.signal });
      const contentType = response.headers.get('content-type');
      seen.push({ path: '/v1/live', method: 'get', status: response.status, contentType, body: '' });
    }
    await note('/v1/live', 'get', await fetch(`${url}/v1/live`));
  });

  test('GET /v1/insights and its stream', async () => {
    const { app } = await serverHere({ data: await temporaryFolder() });
    await note('/v1/insights', 'get', await fetch(`${await app.listen({ port: 0 })}/v1/insights`));
    const { url } = await collectorFor('/v1/insights', { insights: true });
    await eventually(async () => (await fetch(`${url}/v1/insights`)).status).toBe(200);
    await note('/v1/insights', 'get', await fetch(`${url}/v1/insights`));
    const closed = await collectorFor('/v1/insights', { insights: true, readKeys: ['rk_0123456789abcdef'] });
    for (const path of ['/v1/insights', '/v1/insights/live']) {
      await note(path, 'get', await fetch(`${closed.url}${path}`));
    }
    const abort = new AbortController();
    onTestFinished(() => abort.abort());
    for (let index = 0; index < maxListeners; index += 1) {
      const { status, headers } = await fetch(`${url}/v1/insights/live`, { signal: abort.signal });
      const contentType = headers.get('content-type');
      seen.push({ path: '/v1/insights/live', method: 'get', status, contentType, body: '' });
    }
    await note('/v1/insights/live', 'get', await fetch(`${url}/v1/insights/live`));
  });

  test.each(operations.filter(({ responses }) => 429 in responses))(
    '$method $path, too often',
    async ({ path, method }) => {
      const { url } = await collectorFor(path, { rateLimitPerMinute: 1 });
      for (let round = 0; round < 2; round += 1) {
        const init = method === 'post' ? { method: 'POST', body: good() } : {};
        await note(path, method, await fetch(`${url}${concrete(path)}`, init));
      }
    },
  );

  test.each(operations)('$method $path, unreadable, too long or too slow', async ({ path, method }) => {
    const { port } = await collectorFor(path, { requestTimeoutMs: 200, maxHeaderBytes: 2_048 });
    const line = `${method.toUpperCase()} ${concrete(path)} HTTP/1.1\r\nhost: x\r\n`;
    const asked = [`${line}no header\r\n\r\n`, `${line}x: ${'x'.repeat(3_000)}\r\n\r\n`, `${line}x: slow`];
    for (const answer of await Promise.all(asked.map((bytes) => rawAnswer(port, bytes))))
      seen.push({ path, method, ...answer });
    expect(seen.slice(-3).map(({ status }) => status)).toEqual([400, 431, 408]);
  });

  test.each(recordPaths)('POST %s when something fails that should not', async (path) => {
    const data = await temporaryFolder();
    const { app, notices } = await serverHere({ data, ...(path.startsWith('/k/') ? { shops } : {}) }, () => {
      throw new Error('secret of the request');
    });
    await note(
      path,
      'post',
      await fetch(`${await app.listen({ port: 0 })}${concrete(path)}`, { method: 'POST', body: good() }),
    );
    expect(notices).toEqual([`a request to ${path.replace('{key}', ':key')} failed: Error `]);
  });

  test('and every answer that it names was seen', () => {
    for (const answer of seen) checkAnswer(answer);
    const found = new Set(seen.map(({ path, method, status }) => `${method} ${path} ${status}`));
    const named = operations.flatMap(({ path, method, responses }) =>
      Object.keys(responses).map((status) => `${method} ${path} ${status}`),
    );
    expect(named.filter((answer) => !found.has(answer))).toEqual([]);
  });
});

function neverAsked(): never {
  throw new Error('nobody sends records here');
}

/** The server alone, with the routes that it has. */
async function serverHere(given: CollectorOptions, intakeOf: () => never = neverAsked) {
  const routes = new Set<string>();
  class NotedRequests extends RequestCounter {
    override of(route: string): (status: number) => void {
      routes.add(route);
      return super.of(route);
    }
  }
  const metrics = Object.assign(new WorkerMetrics(), { requests: new NotedRequests('edgecart_requests_total', '') });
  const notices: string[] = [];
  const hub: Hub = {
    feed: { stored() {}, duplicates() {}, refused() {} },
    listen: async () => () => {},
    kafkaState: () => ({ kind: 'off' }),
    insights: new InsightsFeed(),
    metricFamilies: async () => [],
    onNotice: (message) => notices.push(message),
  };
  const { app } = await createServer({ ...completeOptions(given), intakeOf, logs: [], metrics, hub });
  onTestFinished(() => app.close());
  await app.ready();
  return { app, routes, notices };
}

describe('the description', () => {
  test('is OpenAPI 3.1, and is served with the version of the package', async () => {
    const { url } = await collectorHere();
    const served = (await (await fetch(`${url}/openapi.json`)).json()) as { info: { version: string } };
    expect(served.info.version).toMatch(/^\d+\.\d+\.\d+/);
    const result = await new Validator().validate(served);
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
  });

  test('names every route that is served, but the pages', async () => {
    const { routes } = await serverHere({ data: await temporaryFolder(), sdk: await temporaryFolder() });
    const pages = /^(none|\/|\/live\/.*|\/docs.*|\/dashboard.*)$/;
    const named = new Set(Object.keys(document.paths).map((path) => path.replaceAll(/\{(\w+)\}/g, ':$1')));
    const served = [...routes]
      .filter((route) => !pages.test(route))
      .map((route) => route.replace(/^\/schemas\/.*$/, '/schemas/:name.json').replace('/sdk/*', '/sdk/:file'));
    expect([...new Set(served)].filter((route) => !named.has(route))).toEqual(['/k/:key/models/*', '/models/*']);
    expect([...named].filter((route) => !served.includes(route))).toEqual([]);
  });

  test('says nothing that is not used', async () => {
    const text = JSON.stringify(document);
    const { components } = openApiDocument('0');
    for (const name of Object.keys(components.schemas)) expect(text).toContain(`"#/components/schemas/${name}"`);
  });
});

test('the page that shows it comes from here alone', async () => {
  const { url } = await collectorHere();
  const page = await fetch(`${url}/docs`);
  expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self'/);
  expect(await page.text()).not.toMatch(/https?:|\/\//);
  const renderer = await fetch(`${url}/docs/renderer.js`);
  expect(renderer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect((await renderer.text()).length).toBeGreaterThan(100_000);
});
