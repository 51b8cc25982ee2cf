import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSegments } from '../segment-log.ts';
import { collectorHere, post, statusAndBody } from '../testing/collector-here.ts';
import { countRecord } from '../testing/records.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const body = () => JSON.stringify({ records: [countRecord({}, Date.now())] });
const originA = 'https://a.example';

const shops = [
  { name: 'shop-a', keys: ['wk_aaaa', 'wk_old_aaaa'], origins: [originA, 'http://localhost:5173'] },
  { name: 'shop-b', keys: ['wk_bbbb'], origins: 'any' as const },
];

async function twoShops(options: Parameters<typeof collectorHere>[0] = {}) {
  const data = await temporaryFolder();
  const { url, ...rest } = await collectorHere({ data, shops, ...options });
  const base = (key: string) => ({ url: `${url}/k/${key}` });
  return { ...rest, url, data, base, a: base('wk_aaaa'), b: base('wk_bbbb') };
}

async function idsOf(folder: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of readSegments(folder)) ids.push(id);
  return ids;
}

describe('the shops of one collector', () => {
  test('stay apart in the log and in the metrics', async () => {
    const { a, b, base, url, data } = await twoShops();
    const id = 'a'.repeat(32);
    const same = JSON.stringify({ records: [countRecord({ id }, Date.now())] });
    for (const [shop, key] of [
      [a, 'stored'],
      [base('wk_old_aaaa'), 'duplicates'],
      [b, 'stored'],
    ] as const) {
      expect(await (await post(shop, same)).json()).toMatchObject({ [key]: 1 });
    }
    expect(await idsOf(join(data, 'log', 'shop-a'))).toEqual([id]);
    expect(await idsOf(join(data, 'log', 'shop-b'))).toEqual([id]);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('edgecart_records_stored_total{shop="shop-a",kind="count"} 1');
    expect(metrics).toContain('edgecart_records_stored_total{shop="shop-b",kind="count"} 1');
    expect(metrics).toContain('edgecart_records_duplicate_total{shop="shop-a"} 1');
    expect(metrics).toContain('edgecart_requests_total{route="/k/:key/v1/records",status="200"} 3');
    expect(metrics).not.toContain('wk_');
  });

  test('have models of their own', async () => {
    const data = await temporaryFolder();
    const versions = { 'shop-a': 'a'.repeat(64), 'shop-b': 'b'.repeat(64) };
    for (const [shop, version] of Object.entries(versions)) {
      await mkdir(join(data, 'models', shop, version), { recursive: true });
      await writeFile(join(data, 'models', shop, version, 'manifest.json'), `"${shop}"`);
      await writeFile(join(data, 'models', shop, 'latest.json'), JSON.stringify({ version }));
    }
    const { a, b, url } = await twoShops({ data });
    expect(await (await fetch(`${a.url}/models/latest.json`)).json()).toEqual({ version: versions['shop-a'] });
    expect(await (await fetch(`${b.url}/models/${versions['shop-b']}/manifest.json`)).json()).toBe('shop-b');
    const others = await fetch(`${a.url}/models/${versions['shop-b']}/manifest.json`);
    expect(await statusAndBody(others)).toMatchObject({ status: 404, body: { error: 'no-such-model' } });
    for (const path of ['/models/latest.json', `/models/shop-a/latest.json`]) {
      const keyless = await fetch(`${url}${path}`);
      expect(await statusAndBody(keyless)).toMatchObject({ status: 403, body: { error: 'write-key-missing' } });
    }
  });

  test('can spend a budget of requests, each its own', async () => {
    const limited = { name: 'shop-a', keys: ['wk_aaaa'], origins: [originA], requestsPerMinute: 2 };
    const { a, b, url } = await twoShops({ shops: [limited, { name: 'shop-b', keys: ['wk_bbbb'], origins: 'any' }] });
    expect((await post(a, body())).status).toBe(200);
    expect((await post(a, body())).status).toBe(200);
    const refused = await post(a, body(), { origin: originA });
    expect(refused.headers.get('retry-after')).toMatch(/^(29|30)$/);
    expect(refused.headers.get('access-control-allow-origin')).toBe(originA);
    expect(await statusAndBody(refused)).toMatchObject({ status: 429, body: { error: 'shop-over-budget' } });
    expect((await post(b, body())).status).toBe(200);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('edgecart_requests_limited_total{by="shop"} 1');
  });
});

test('the threads of one collector share the budget of a shop', async () => {
  const limited = [{ name: 'a', keys: ['wk_aaaa'], origins: 'any' as const, requestsPerMinute: 4 }];
  const { url } = await collectorHere({ shops: limited, workers: 2 });
  const send = () => post({ url: `${url}/k/wk_aaaa` }, body(), { connection: 'close' });
  const statuses = await Promise.all(Array.from({ length: 30 }, async () => (await send()).status));
  const taken = statuses.filter((status) => status === 200).length;
  // All of them may have come to one thread, which has half of it.
  expect(taken).toBeGreaterThanOrEqual(2);
  expect(taken).toBeLessThanOrEqual(4);
  expect(statuses.filter((status) => status === 429)).toHaveLength(30 - taken);
});

describe('a write key', () => {
  test('is needed where there are shops, and the answer says so to any page', async () => {
    const { url } = await twoShops();
    const response = await post({ url }, body(), { origin: 'https://x.example' });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await statusAndBody(response)).toEqual({
      status: 403,
      body: {
        error: 'write-key-missing',
        reason: 'this collector serves several shops: use its base URL followed by /k/ and the write key of yours',
      },
    });
  });

  test.each(['wk_zzzz', 'wk_', '__proto__', 'constructor', 'shop-a', '%00', 'wk_aaaa%2f', 'x'.repeat(2_000)])(
    'that nobody has, %s, is refused readably, whatever is asked for',
    async (key) => {
      const { base } = await twoShops();
      for (const path of ['v1/records', 'models/latest.json', 'nothing/here']) {
        const response = await fetch(`${base(key).url}/${path}`, { method: path.startsWith('v1') ? 'POST' : 'GET' });
        expect(response.headers.get('access-control-allow-origin')).toBe('*');
        expect([403, 404, 414]).toContain(response.status);
        expect(await response.json()).toMatchObject({
          error: expect.stringMatching(/^(unknown-write-key|bad-request)$/),
        });
      }
    },
  );

  test('that nobody has passes the preflight, so that the refusal can be read', async () => {
    const { base } = await twoShops();
    const headers = { origin: 'https://x.example', 'access-control-request-method': 'POST' };
    const response = await fetch(`${base('wk_zzzz').url}/v1/records`, { method: 'OPTIONS', headers });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  });

  test('is answered with what to do by a collector without shops', async () => {
    const { url } = await collectorHere();
    const response = await post({ url: `${url}/k/wk_aaaa` }, body());
    expect(await statusAndBody(response)).toEqual({
      status: 403,
      body: {
        error: 'unknown-write-key',
        reason: 'this collector has no shops configured: use its base URL without /k/ and a write key',
      },
    });
  });
});

describe('an origin', () => {
  test("of the shop is named in the answer, and no other shop's", async () => {
    const { a, b } = await twoShops();
    for (const origin of shops[0]?.origins ?? []) {
      const response = await post(a, body(), { origin });
      expect(response.status).toBe(200);
      expect(response.headers.get('access-control-allow-origin')).toBe(origin);
      expect(response.headers.get('vary')).toBe('origin');
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    }
    expect((await post(b, body(), { origin: 'https://x.example' })).headers.get('access-control-allow-origin')).toBe(
      '*',
    );
  });

  test('that is not of the shop is refused before the body is read, and stores nothing', async () => {
    const { a, data } = await twoShops();
    for (const origin of [
      'https://x.example',
      'http://a.example',
      `${originA}:8443`,
      `${originA}.evil.example`,
      'null',
      '',
    ]) {
      for (const response of [
        await post(a, body(), { origin }),
        await fetch(`${a.url}/models/latest.json`, { headers: { origin } }),
      ]) {
        expect(response.headers.get('access-control-allow-origin')).toBeNull();
        expect(response.headers.get('vary')).toBe('origin');
        expect(await statusAndBody(response)).toMatchObject({ status: 403, body: { error: 'origin-not-allowed' } });
      }
    }
    expect(await idsOf(join(data, 'log', 'shop-a'))).toEqual([]);
  });

  test('need not be named by a server', async () => {
    const { a } = await twoShops();
    const response = await post(a, body());
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, null]);
  });

  test('is told by a preflight what it may send, and another that it may not', async () => {
    const { a } = await twoShops();
    const preflight = (origin: string) =>
      fetch(`${a.url}/v1/records`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      });
    const allowed = await preflight(originA);
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, originA]);
    expect(allowed.headers.get('access-control-allow-methods')).toContain('POST');
    const refused = await preflight('https://x.example');
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });

  test('of the shop may read refusals too', async () => {
    const { a } = await twoShops();
    for (const [text, status] of [
      ['rubbish', 400],
      ['x'.repeat(300_000), 413],
    ] as const) {
      const response = await post(a, text, { origin: originA });
      expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([status, originA]);
      await response.text();
    }
  });
});
