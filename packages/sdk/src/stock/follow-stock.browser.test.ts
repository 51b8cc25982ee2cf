import { afterEach, expect, test } from 'vitest';
import { createEdgecart, type Edgecart } from '../index.ts';
import { followStock } from './index.ts';

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

/** A shop's page with live suggestions, and a collector that answers what the test says. */
function shop() {
  const said = { answer: (): Response => Response.json({ gone: [] }) };
  const client: Edgecart = createEdgecart({ memoryOnly: true, catalogue });
  let shown: string[] = [];
  let told: readonly string[] = [];
  undo.push(
    () => client.close(),
    client.onRecommendations({ limit: 3 }, ({ items }) => {
      shown = items.map(({ item_id }) => item_id);
    }),
    followStock(client, {
      collector: 'https://collector.example/',
      everyMs: 500,
      onChange: (gone) => {
        told = gone;
        throw new Error("the shop's own fault");
      },
      fetcher: async (url) => {
        expect(url).toBe('https://collector.example/v1/stock');
        return said.answer();
      },
    }),
  );
  return { said, shown: () => shown, told: () => told };
}

const patience = { timeout: 20_000 };

test('what is sold out disappears from live suggestions, and comes back', async () => {
  const { said, shown, told } = shop();
  await expect.poll(shown, patience).toEqual(['apple', 'pear', 'bread']);
  said.answer = () => Response.json({ gone: ['pear'] });
  await expect.poll(shown, patience).toEqual(['apple', 'bread']);
  expect(told()).toEqual(['pear']);
  said.answer = () => Response.json({ gone: [] });
  await expect.poll(shown, patience).toEqual(['apple', 'pear', 'bread']);
});

test.each([
  ['fails', () => new Response('', { status: 500 })],
  ['is no JSON', () => new Response('<html>')],
  ['says nonsense', () => Response.json({ gone: [7] })],
  ['can not be reached', () => Promise.reject(new TypeError('network')) as never],
])('what was known holds while the collector %s', async (_name, broken) => {
  const { said, shown } = shop();
  let asked = 0;
  said.answer = () => Response.json({ gone: ['apple'] });
  await expect.poll(shown, patience).toEqual(['pear', 'bread']);
  said.answer = () => {
    asked += 1;
    return broken();
  };
  await expect.poll(() => asked, patience).toBeGreaterThan(1);
  expect(shown()).toEqual(['pear', 'bread']);
});
