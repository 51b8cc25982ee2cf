import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CollectorOptions } from '../options/options.ts';
import { collectorHere, statusAndBody } from '../testing/collector-here.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const stockKey = 'a-key-of-the-shop-systems';

async function collectorWithKey(options: Partial<CollectorOptions> = {}) {
  const data = await temporaryFolder();
  const stockKeyFile = join(data, 'stock.key');
  await writeFile(stockKeyFile, `${stockKey}\n`);
  return { data, ...(await collectorHere({ data, stockKeyFile, ...options })) };
}

const tell = (url: string, items: unknown, key = stockKey) =>
  fetch(`${url}/v1/stock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ items }),
  });

const gone = async (url: string) => ((await (await fetch(`${url}/v1/stock`)).json()) as { gone: string[] }).gone;

describe('stock', () => {
  test('is told by the shop and read by everybody, without numbers', async () => {
    const { url, data } = await collectorWithKey();
    expect(await gone(url)).toEqual([]);
    const answer = await tell(url, [
      { item: 'a', on_hand: 0, lead_time_days: 3 },
      { item: 'b', on_hand: 7 },
      { item: 1 },
    ]);
    expect(await statusAndBody(answer)).toMatchObject({ status: 207, body: { taken: 2, errors: [{ index: 2 }] } });
    const read = await fetch(`${url}/v1/stock`, { headers: { origin: 'https://shop.example' } });
    expect(await read.json()).toEqual({ gone: ['a'] });
    expect(read.headers.get('access-control-allow-origin')).toBe('*');
    expect(read.headers.get('cache-control')).toBe('public, max-age=1');
    const etag = read.headers.get('etag') ?? '';
    expect((await fetch(`${url}/v1/stock`, { headers: { 'if-none-match': etag } })).status).toBe(304);
    await tell(url, [{ item: 'b', on_hand: 6 }]);
    expect((await fetch(`${url}/v1/stock`, { headers: { 'if-none-match': etag } })).status).toBe(304);
    await tell(url, [{ item: 'a', in_stock: true }]);
    expect(await gone(url)).toEqual([]);
    const kept = JSON.parse(await readFile(join(data, 'stock', 'default.json'), 'utf8'));
    expect(kept).toEqual({
      items: [
        { item: 'a', lead_time_days: 3, in_stock: true },
        { item: 'b', on_hand: 6 },
      ],
    });
  });

  test('is not taken from who has no key, nor by a collector that has none', async () => {
    const { url } = await collectorWithKey();
    const wrong = await tell(url, [{ item: 'a', on_hand: 0 }], 'a-key-of-somebody-else!!');
    expect(await statusAndBody(wrong)).toMatchObject({ status: 401, body: { error: 'wrong-stock-key' } });
    expect(await gone(url)).toEqual([]);
    const closed = await tell((await collectorHere()).url, []);
    expect(await statusAndBody(closed)).toMatchObject({ status: 403, body: { error: 'stock-not-taken' } });
  });

  test('of two shops is kept apart', async () => {
    const shop = (name: string) => ({ name, keys: [`wk_${name}${name}`], origins: 'any' as const });
    const { url } = await collectorWithKey({ shops: [shop('aa'), shop('bb')] });
    await tell(`${url}/k/wk_aaaa`, [{ item: 'a', on_hand: 0 }]);
    expect([await gone(`${url}/k/wk_aaaa`), await gone(`${url}/k/wk_bbbb`)]).toEqual([['a'], []]);
    expect((await fetch(`${url}/v1/stock`)).status).toBe(403);
  });

  test('survives a restart, and many changes at once by two threads', { timeout: 120_000 }, async () => {
    const { url, data, close } = await collectorWithKey({ workers: 2 });
    const items = Array.from({ length: 24 }, (_, at) => `item-${at}`);
    const answers = await Promise.all(items.map((item) => tell(url, [{ item, on_hand: 0 }])));
    expect(answers.map(({ status }) => status)).toEqual(items.map(() => 200));
    expect(await gone(url)).toEqual([...items].sort());
    expect(await readdir(join(data, 'stock'))).toEqual(['default.json']);
    await close();
    const again = await collectorHere({ data });
    expect(await gone(again.url)).toEqual([...items].sort());
  });

  test('is answered from the last whole file, or not at all', async () => {
    const { url, data } = await collectorWithKey();
    await tell(url, [{ item: 'a', on_hand: 0 }]);
    await writeFile(join(data, 'stock', 'default.json'), '{"items":[{"item":');
    expect((await fetch(`${url}/v1/stock`)).status).toBe(500);
    const answer = await tell(url, [{ item: 'b', on_hand: 0 }]);
    expect(await statusAndBody(answer)).toMatchObject({ status: 503, body: { error: 'stock-not-kept' } });
  });

  test('needs a key that can not be guessed', async () => {
    const data = await temporaryFolder();
    await writeFile(join(data, 'short'), 'secret');
    await expect(collectorHere({ data, stockKeyFile: join(data, 'short') })).rejects.toThrow(/at least 16/);
    await expect(collectorHere({ data, stockKeyFile: join(data, 'none') })).rejects.toThrow(/can be read/);
  });
});
