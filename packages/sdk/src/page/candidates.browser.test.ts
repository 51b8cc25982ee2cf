import { afterEach, expect, test } from 'vitest';
import { createEdgecart, type Edgecart } from '../index.ts';

/** Other work may keep the machine busy: an answer that was late is asked for again. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });

const catalogue = ['apple', 'pear', 'bread', 'milk'].map((item_id, i) => ({
  item_id,
  item_name: `Fresh ${item_id}`,
  price: i + 1,
  item_category: i < 2 ? 'fruit' : 'other',
}));

let client: Edgecart | undefined;
afterEach(() => client?.close());

const ids = (items: readonly { item_id: string }[]) => items.map(({ item_id }) => item_id);

test('a request may ask what goes with the newest product alone, or with nobody in particular', async () => {
  client = createEdgecart({ catalogue });
  client.track({ name: 'view_item', items: [{ item_id: 'apple' }] });
  client.track({ name: 'view_item', items: [{ item_id: 'milk' }] });
  const sources = async (newest: number) =>
    (await client?.recommend({ limit: 3, newest }))?.items.map(({ item_id, source }) => `${item_id} ${source}`);
  await eventually(() => sources(1)).toEqual(['bread same-category', 'milk same-category', 'apple catalogue-order']);
  await eventually(() => sources(0)).toEqual([
    'apple catalogue-order',
    'pear catalogue-order',
    'bread catalogue-order',
  ]);
});

test('insights name what the session was about, the newest first, with what the catalogue knows', async () => {
  client = createEdgecart({ catalogue });
  for (const item_id of ['apple', 'milk', 'not-in-the-catalogue'])
    client.track({ name: 'view_item', items: [{ item_id }] });
  await eventually(async () => (await client?.insights())?.session.views).toBe(3);
  const { seen } = await client.insights();
  expect(ids(seen)).toEqual(['not-in-the-catalogue', 'milk', 'apple']);
  expect(seen[1]).toEqual(catalogue[3]);
});

test('a reason names its item and what was done, so that it can be told in another language', async () => {
  client = createEdgecart({ catalogue });
  client.track({ name: 'add_to_cart', items: [{ item_id: 'apple' }] });
  await eventually(async () => (await client?.recommend({ limit: 1 }))?.items[0]?.reason).toEqual({
    text: 'Similar to Fresh apple',
    because: 'apple',
    name: 'Fresh apple',
    did: 'added',
  });
});
