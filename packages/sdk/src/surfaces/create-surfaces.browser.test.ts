import { afterEach, expect, test } from 'vitest';
import { createEdgecart, type Edgecart } from '../index.ts';
import { createSurfaces, type SurfaceAnswer } from './index.ts';

/** Other work may keep the machine busy. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });

const catalogue = ['apple', 'pear', 'bread', 'roll', 'milk', 'butter', 'eggs', 'soap'].map((item_id, i) => ({
  item_id,
  item_name: `Fresh ${item_id}`,
  price: i + 1,
  item_category: ['fruit', 'fruit', 'bakery', 'bakery', 'dairy', 'dairy', 'dairy', 'home'][i] ?? '',
}));

const clients: Edgecart[] = [];
function open(): Edgecart {
  const client = createEdgecart({ catalogue });
  clients.push(client);
  return client;
}
afterEach(async () => {
  for (const client of clients.splice(0)) {
    await client.forget();
    await client.close();
  }
});

const ids = (answer: SurfaceAnswer | undefined) => answer?.items.map(({ item_id }) => item_id);

async function view(client: Edgecart, ...seen: string[]) {
  for (const item_id of seen) client.track({ name: 'view_item', items: [{ item_id }] });
  await eventually(async () => (await client.insights()).session.views).toBe(seen.length);
}

test('recently viewed are the products of this visit, the newest first, without what lies in the cart', async () => {
  const client = open();
  const surfaces = createSurfaces(client);
  expect(ids(await surfaces.ask({ surface: 'recently-viewed' }))).toEqual([]);
  await view(client, 'apple', 'bread', 'milk', 'soap');
  client.track({ name: 'add_to_cart', items: [{ item_id: 'milk' }] });
  await eventually(async () => (await client.insights()).cart.quantity).toBe(1);
  const answer = await surfaces.ask({ surface: 'recently-viewed', exclude: ['soap'] });
  expect(ids(answer)).toEqual(['bread', 'apple']);
  expect(answer.items[0]).toMatchObject({ source: 'seen', item: { price: 3 } });
});

test('what was viewed is forgotten with the visit unless the shopper agreed to be remembered', async () => {
  const client = open();
  await view(client, 'apple');
  await client.forget();
  expect(ids(await createSurfaces(client).ask({ surface: 'recently-viewed' }))).toEqual([]);
});

test('trending asks nothing of the visit', async () => {
  const client = open();
  await view(client, 'soap');
  const answer = await createSurfaces(client).ask({ surface: 'trending', limit: 3 });
  expect(answer.items.map(({ source }) => source)).not.toContain('same-category');
});

test('often bought together says nothing before a model has learned it', async () => {
  const client = open();
  await view(client, 'apple');
  expect(ids(await createSurfaces(client).ask({ surface: 'bought-together' }))).toEqual([]);
});

test('rules of the shop and of the surface hold together, live', async () => {
  const client = open();
  const surfaces = createSurfaces(client, {
    rules: { exclude: ['pear'], bury: [{ category: 'bakery' }] },
    surfaces: { mine: { pin: [{ item: 'soap', place: 0 }], perCategory: 2 } },
  });
  const answers: SurfaceAnswer[] = [];
  const stop = surfaces.watch({ surface: 'mine', limit: 5 }, (answer) => answers.push(answer));
  await eventually(() => ids(answers.at(-1))).toEqual(['soap', 'apple', 'milk', 'butter', 'bread']);
  client.cart.set([{ item_id: 'soap' }, { item_id: 'butter' }]);
  await eventually(() => ids(answers.at(-1))).toEqual(['milk', 'eggs', 'apple', 'bread', 'roll']);
  stop();
});
