import type { AnonymousRecord } from '@edgecart/protocol';
import { afterEach, expect, test, vi } from 'vitest';
import { createEdgecart, type Edgecart } from '../index.ts';
import type { Experiment } from './experiment.ts';
import { startExperiment } from './start-experiment.ts';

const catalogue = Array.from({ length: 20 }, (_, at) => ({
  item_id: `p${at}`,
  item_name: `P ${at}`,
  price: 1,
  // A category may fill no more than part of an answer.
  item_category: `c${at}`,
}));
const clients: Edgecart[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  vi.restoreAllMocks();
  localStorage.clear();
});

const half: Experiment = {
  name: 'rules',
  arms: [
    { name: 'as it is', share: 0.5 },
    { name: 'new', share: 0.5 },
  ],
};

function shop(memoryOnly = true) {
  const client = createEdgecart({ catalogue, collector: 'http://127.0.0.1:9', memoryOnly });
  clients.push(client);
  client.consent({ send: true });
  return client;
}

/** The suggestions of the records that would leave, from the beacon of a page that is hidden. */
async function told(client: Edgecart): Promise<AnonymousRecord[]> {
  await expect.poll(async () => (await client.insights()).runtime.unsent).toBeGreaterThan(0);
  const bodies: string[] = [];
  vi.spyOn(navigator, 'sendBeacon').mockImplementation((_, body) => bodies.push(String(body)) > 0);
  await vi.waitFor(async () => {
    dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(bodies.length).toBeGreaterThan(0);
  });
  return bodies.flatMap((text) => JSON.parse(text).records);
}

test('records of what a page in an arm suggests tell the arm, also of what others ask for', async () => {
  const client = shop();
  const { arm } = await startExperiment(client, half, () => 0.75);
  expect(arm).toBe('new');
  const { items } = await client.recommend({ limit: 3 });
  client.track({ name: 'view_item_list', items: items.map(({ item_id }) => ({ item_id })) });
  expect(await told(client)).toMatchObject(
    [0, 1, 2].map((slot) => ({ type: 'view_item_list', shown: { slot, arm: 2 } })),
  );
});

test('an exploring arm shows a draw of its pool, and tells each one’s rank', async () => {
  const client = shop();
  const exploring: Experiment = {
    name: 'ranks',
    arms: [
      { name: 'order', share: 0.5 },
      { name: 'draw', share: 0.5, explore: { pool: 12 } },
    ],
  };
  const experiment = await startExperiment(client, exploring, () => 0.75);
  const { items } = await experiment.recommend({ limit: 3 });
  const ranks = items.map(({ item_id }) => Number(item_id.slice(1)));
  expect(ranks).toHaveLength(3);
  expect(Math.max(...ranks)).toBeGreaterThan(2);
  client.track({ name: 'view_item_list', items: items.map(({ item_id }) => ({ item_id })) });
  const shown = (await told(client)).map((record) => record.kind === 'count' && record.shown);
  expect(shown).toMatchObject(ranks.map((slot) => ({ slot, arm: 2 })));
});

test('whatever a page passes as an arm, no more than a number of three bits comes out', async () => {
  const client = shop();
  const { items } = await client.recommend({ limit: 1, arm: 'anna@shop.example' as never });
  client.track({ name: 'view_item_list', items: items.map(({ item_id }) => ({ item_id })) });
  const [record] = await told(client);
  expect(record).toMatchObject({ shown: { model: 'none', slot: 0 } });
  expect(JSON.stringify(record)).not.toMatch(/anna|arm/);
});

test('a device keeps its draw only where storing was agreed to', async () => {
  const client = shop(false);
  const device: Experiment = { ...half, unit: 'device', truth: 1 };
  await startExperiment(client, device);
  expect(localStorage.length).toBe(0);
  client.consent({ store: true });
  const arms = new Set<string>();
  for (let page = 0; page < 5; page++) arms.add((await startExperiment(client, device)).arm);
  expect(arms.size).toBe(1);
  expect(localStorage.getItem('edgecart.draw')).toMatch(/^\d{1,4}$/);
  client.consent({ store: false, send: false });
  await startExperiment(client, device);
  expect(localStorage.length).toBe(0);
});
