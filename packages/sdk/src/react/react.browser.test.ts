import { createElement, StrictMode, useState } from 'react';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEdgecart, type Edgecart, type Item } from '../index.ts';
import { EdgecartProvider, Recommendations, useCart } from './index.ts';

const catalogue = ['apple', 'pear', 'bread', 'milk', 'soap'].map((item_id, i) => ({
  item_id,
  item_name: `Fresh ${item_id}`,
  price: i + 1,
  item_category: i < 2 ? 'fruit' : item_id,
}));

/** Other work may keep the machine busy. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });

let client: Edgecart;
let root: Root | undefined;
let place: HTMLElement;
let changeCart: (items: Item[]) => void = () => {};

beforeEach(() => {
  client = createEdgecart({ catalogue });
  place = document.createElement('main');
  document.body.replaceChildren(place);
});
afterEach(async () => {
  root?.unmount();
  root = undefined;
  vi.restoreAllMocks();
  await client.forget();
  await client.close();
});

function Shop() {
  const [items, setItems] = useState<Item[]>([]);
  changeCart = setItems;
  useCart(items);
  return createElement(Recommendations, {
    surface: 'cart',
    limit: 3,
    heading: 'You may have forgotten',
    fallback: createElement('p', {}, 'A moment …'),
    renderItem: ({ item }, { select }) =>
      createElement('button', { type: 'button', onClick: select }, item?.item_name ?? ''),
  });
}
const app = () => createElement(StrictMode, {}, createElement(EdgecartProvider, { client }, createElement(Shop)));
const names = () => [...place.querySelectorAll('li')].map(({ textContent }) => textContent);

test('suggestions follow the cart, in strict mode too', async () => {
  root = createRoot(place);
  root.render(app());
  await eventually(() => place.textContent).toContain('You may have forgotten');
  await eventually(names).toEqual(['Fresh apple', 'Fresh pear', 'Fresh bread']);
  changeCart([{ item_id: 'apple' }]);
  await eventually(names).not.toContain('Fresh apple');
  expect(names()).toHaveLength(3);
});

test('what is seen is told once, and what is chosen with its place', async () => {
  const track = vi.spyOn(client, 'track');
  root = createRoot(place);
  root.render(app());
  await eventually(() => track.mock.calls.map(([{ name, items }]) => `${name} ${items.length}`)).toContain(
    'view_item_list 3',
  );
  place.querySelectorAll('button')[1]?.click();
  const told = track.mock.calls.map(([event]) => event);
  expect(told.at(-1)).toMatchObject({ name: 'select_item', items: [{ item_list_id: 'edgecart:cart', index: 1 }] });
  const listed = told
    .filter(({ name }) => name === 'view_item_list')
    .flatMap(({ items }) => items.map(({ item_id }) => item_id));
  expect(new Set(listed).size).toBe(listed.length);
});

test('what a server rendered is taken over without a complaint', async () => {
  place.innerHTML = '<p>A moment …</p>';
  const complaints: unknown[] = [];
  root = hydrateRoot(place, app(), { onRecoverableError: (error) => complaints.push(error) });
  await eventually(names).toHaveLength(3);
  expect(complaints).toEqual([]);
});

test('nothing is asked or told once it is gone', async () => {
  root = createRoot(place);
  root.render(app());
  await eventually(names).toHaveLength(3);
  root.unmount();
  root = undefined;
  const shown = vi.spyOn(client, 'shown');
  client.track({ name: 'view_item', items: [{ item_id: 'soap' }] });
  await eventually(async () => (await client.insights()).session.views).toBe(1);
  await client.recommend();
  expect(shown).not.toHaveBeenCalled();
});
