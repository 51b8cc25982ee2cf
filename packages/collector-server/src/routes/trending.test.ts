import { expect, test, vi } from 'vitest';
import { InsightsFeed } from '../insights/insights-feed.ts';
import { collectorHere, post } from '../testing/collector-here.ts';
import { eventually } from '../testing/eventually.ts';
import { countRecord } from '../testing/records.ts';

/** Each starts a thread, which a busy machine is slow at. */
vi.setConfig({ testTimeout: 120_000 });

const counts = (times: number, item: string) =>
  JSON.stringify({
    records: Array.from({ length: times }, () => countRecord({ item, type: 'add_to_cart' }, Date.now())),
  });

const trending = (url: string, headers = {}) => fetch(`${url}/v1/trending`, { headers });

test('what trends is told to everybody, the most first, without figures and without what rests on few records', async () => {
  const { url } = await collectorHere({ insights: true, readKeys: ['rk_0123456789abcdef'], workers: 2 });
  await post({ url }, counts(40, 'tea'));
  await post({ url }, counts(25, 'milk'));
  await post({ url }, counts(12, 'seldom'));
  await eventually(async () => (await trending(url)).json()).toEqual({ items: ['tea', 'milk'] });
  const answer = await trending(url, { origin: 'https://shop.example' });
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.headers.get('cache-control')).toBe('public, max-age=5');
  const etag = answer.headers.get('etag') ?? '';
  expect((await trending(url, { 'if-none-match': etag })).status).toBe(304);
});

test('what trends in one shop is not told in another', async () => {
  const shop = (name: string) => ({ name, keys: [`wk_${name}${name}`], origins: 'any' as const });
  const { url } = await collectorHere({ insights: true, shops: [shop('aa'), shop('bb')] });
  await post({ url: `${url}/k/wk_aaaa` }, counts(30, 'tea'));
  await eventually(async () => (await trending(`${url}/k/wk_aaaa`)).json()).toEqual({ items: ['tea'] });
  await eventually(async () => (await trending(`${url}/k/wk_bbbb`)).json()).toEqual({ items: [] });
  expect((await trending(url)).status).toBe(403);
});

test('a collector without insights knows of no trends, and makes no noise in the shopper’s console', async () => {
  const answer = await trending((await collectorHere()).url);
  expect([answer.status, await answer.json()]).toEqual([200, { items: [] }]);
});

test('the trends of insights that have died are none', () => {
  let nowMs = 0;
  const feed = new InsightsFeed(() => nowMs);
  expect(feed.trending('shop')).toBeUndefined();
  feed.tell('shop', { text: '{}', trending: ['tea'] });
  nowMs = 599_000;
  expect(feed.trending('shop')).toEqual(['tea']);
  nowMs = 601_000;
  expect(feed.trending('shop')).toEqual([]);
});
