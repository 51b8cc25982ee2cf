import { afterEach, expect, test } from 'vitest';
import { createEdgecart } from '../index.ts';
import { followTrending } from './index.ts';

const catalogue = ['apple', 'pear', 'bread'].map((item_id) => ({
  item_id,
  item_name: item_id,
  item_category: 'food',
  price: 1,
}));
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});
const patience = { timeout: 20_000 };

test('what trends now is suggested first, and no more once it does not; what is unknown here is passed over', async () => {
  let items = ['nowhere', 'bread', 'pear'];
  let shown: string[] = [];
  const client = createEdgecart({ memoryOnly: true, catalogue });
  undo.push(
    () => client.close(),
    client.onRecommendations({ limit: 3 }, (answer) => {
      shown = answer.items.map(({ item_id, source }) => `${item_id} ${source}`);
    }),
    followTrending(client, {
      collector: 'https://collector.example',
      everyMs: 500,
      fetcher: async (url) => {
        expect(url).toBe('https://collector.example/v1/trending');
        return Response.json({ items });
      },
    }),
  );
  await expect.poll(() => shown, patience).toEqual(['bread trending', 'pear trending', 'apple catalogue-order']);
  items = [];
  await expect.poll(() => shown, patience).toEqual(['apple', 'pear', 'bread'].map((id) => `${id} catalogue-order`));
});

test('the list and what is sold out are kept apart', async () => {
  let shown: string[] = [];
  const client = createEdgecart({ memoryOnly: true, catalogue });
  undo.push(
    () => client.close(),
    client.onRecommendations({ limit: 3 }, (answer) => {
      shown = answer.items.map(({ item_id }) => item_id);
    }),
  );
  client.rising(['bread', 'pear']);
  client.gone(['bread']);
  await expect.poll(() => shown, patience).toEqual(['pear', 'apple']);
  client.rising([]);
  client.gone(['pear']);
  await expect.poll(() => shown, patience).toEqual(['apple', 'bread']);
});
