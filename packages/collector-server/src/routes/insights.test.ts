import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublishedInsights } from '@edgecart/insights';
import { hourUtc } from '@edgecart/protocol';
import { expect, onTestFinished, test, vi } from 'vitest';
import { collectorHere, post } from '../testing/collector-here.ts';
import { eventually } from '../testing/eventually.ts';
import { countRecord, pathRecord } from '../testing/records.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

/** Each starts a thread, which a busy machine is slow at. */
vi.setConfig({ testTimeout: 120_000 });

const read = async (url: string, key?: string) => {
  const response = await fetch(
    `${url}/v1/insights`,
    key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } },
  );
  return { status: response.status, body: (await response.json()) as PublishedInsights & { error?: string } };
};

/** So many counts of an item, as so many shoppers would make them. */
const counts = (times: number, item: string) =>
  JSON.stringify({
    records: Array.from({ length: times }, () => countRecord({ item, type: 'add_to_cart' }, Date.now())),
  });

test('insights follow what arrives, and tell nothing of fewer than k records', async () => {
  const collector = await collectorHere({ insights: true });
  await post(collector, counts(25, 'often'));
  await post(collector, counts(5, 'seldom'));
  await post(collector, JSON.stringify({ records: Array.from({ length: 22 }, () => pathRecord({}, Date.now())) }));
  await eventually(async () => (await read(collector.url)).body.health?.clean).toBe(52);
  const { body } = await read(collector.url);
  expect(body.cartDemand.map(({ item, units }) => [item, units])).toEqual([['often', 25]]);
  expect(body.follows).toMatchObject([{ item: 'item-1', other: 'item-2', paths: 22 }]);
  expect(JSON.stringify(body)).not.toContain('seldom');
  const at = body.funnel.hours.indexOf(hourUtc(Date.now()));
  expect(body.funnel.types.add_to_cart[at] ?? body.funnel.types.add_to_cart[at - 1]).toBe(30);
});

test('the stream goes on with what arrives', async () => {
  const collector = await collectorHere({ insights: true, workers: 2 });
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(`${collector.url}/v1/insights/live`, { signal: abort.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
  let text = '';
  const reading = async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
  };
  reading().catch(() => {});
  await post(collector, counts(21, 'tea'));
  await eventually(() => text).toContain('"item":"tea"');
});

test('each shop reads its own with its read key, and nothing opens them with a write key', async () => {
  const [one, other] = ['rk_one-one-one-one-1', 'rk_other-other-other'];
  const shops = [
    { name: 'one', keys: ['wk_aaaa'], origins: 'any' as const, readKeys: [one] },
    { name: 'other', keys: ['wk_bbbb'], origins: 'any' as const, readKeys: [other] },
  ];
  const { url } = await collectorHere({ insights: true, shops });
  await post({ url: `${url}/k/wk_aaaa` }, counts(30, 'tea'));
  await eventually(async () => (await read(url, one)).body.health?.clean).toBe(30);
  expect((await read(url, other)).body.health.clean).toBe(0);
  for (const key of [undefined, 'wk_aaaa', 'rk_nobody-nobody-no', '']) {
    expect(await read(url, key)).toMatchObject({ status: 401, body: { error: 'read-key-needed' } });
  }
});

test('a single shop with read keys is open to nobody else', async () => {
  const key = 'rk_secret-secret-secret';
  const { url } = await collectorHere({ insights: true, readKeys: [key] });
  expect((await read(url)).status).toBe(401);
  await eventually(async () => (await read(url, key)).status).toBe(200);
});

test('what the stock says is gone, and is asked for, is told with its name', async () => {
  const data = await temporaryFolder();
  const catalogue = join(data, 'catalogue.json');
  const item = { item_id: 'tea', item_name: 'Green tea', price: 2, item_category: 'Drinks' };
  await writeFile(catalogue, JSON.stringify({ items: [item] }));
  await mkdir(join(data, 'stock'));
  await writeFile(join(data, 'stock', 'default.json'), JSON.stringify({ items: [{ item: 'tea', on_hand: 0 }] }));
  const collector = await collectorHere({ data, insights: true, catalogue });
  await post(collector, counts(24, 'tea'));
  await post(collector, counts(24, 'not-in-the-catalogue'));
  await eventually(async () => (await read(collector.url)).body.health?.dropped['unknown-item']).toBe(24);
  const { body } = await read(collector.url);
  expect(body.missedDemand).toEqual([{ item: 'tea', views: null, adds: 24 }]);
  expect(body.names).toEqual({ tea: 'Green tea' });
});

test('without the switch there are none', async () => {
  const { url } = await collectorHere();
  expect((await fetch(`${url}/v1/insights`)).status).toBe(404);
  expect((await fetch(`${url}/dashboard`)).status).toBe(404);
});

test('how the insights are stands among the metrics, by shop', async () => {
  const { url } = await collectorHere({ insights: true, workers: 2 });
  await post({ url }, counts(7, 'tea'));
  const metrics = async () => (await fetch(`${url}/metrics`)).text();
  await eventually(metrics).toContain('edgecart_insights_records_total{shop="default"} 7');
  const text = await metrics();
  expect(text).toContain('edgecart_insights_dropped_records{shop="default",reason="late"} 0');
  expect(text).toContain('edgecart_insights_troubles{shop="default"} 0');
  // Nobody knows it until the log has been read to its end once.
  await eventually(metrics).toContain('edgecart_insights_lag_bytes{shop="default"} 0');
});
