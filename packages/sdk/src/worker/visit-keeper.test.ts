import type { AnonymousRecord, ShopperEvent } from '@edgecart/protocol';
import { expect, test } from 'vitest';
import type { JournalEntry } from '../contract.ts';
import { createMemoryStore } from './memory-store.ts';
import { createVisitKeeper } from './visit-keeper.ts';

const items = ['a', 'b', 'c', 'd', 'e', 'f'];
const catalogue = new Map(
  items.map((item_id) => [item_id, { item_id, item_name: item_id, price: 2, item_category: 'x' }] as const),
);

let pages = 0;
function shop(consent = { store: false, remember: false, send: true }, store = createMemoryStore()) {
  let nowMs = Date.UTC(2026, 10, 23, 9);
  let entries = 0;
  const page = `page${pages++}`;
  const codes: string[] = [];
  const keeper = createVisitKeeper({
    store: () => store,
    catalogue: () => catalogue,
    mayLeave: (id) => catalogue.has(id),
    pathDelayMs: 60_000,
    consent: () => consent,
    diagnose: (code) => codes.push(code),
    onQueued: () => {},
    now: () => nowMs,
    random: () => 0.5,
  });
  const entry = (said: JournalEntry['said']): JournalEntry => {
    nowMs += 1_000;
    return { page, number: ++entries, timeMs: nowMs, humanSeen: true, agreed: consent.send, said };
  };
  const tell = (name: ShopperEvent['name'], ...ids: string[]) =>
    keeper.take([entry({ event: { name, items: ids.map((item_id) => ({ item_id })) } })]);
  const setCart = (...ids: string[]) => keeper.take([entry({ cart: ids.map((item_id) => ({ item_id })) })]);
  const records = async () => (await store.queue()).map(({ json }) => JSON.parse(json) as AnonymousRecord);
  const paths = async () => (await records()).filter((record) => record.kind === 'path');
  const wait = (minutes: number) => {
    nowMs += minutes * 60_000;
  };
  return { keeper, store, consent, codes, entry, tell, setCart, records, paths, wait };
}

test('an order ends the visit: what was bought leaves as a path, what was not does not', async () => {
  const { tell, setCart, paths, keeper } = shop();
  await setCart();
  await tell('view_item', 'a');
  await tell('view_item', 'b');
  await setCart('c');
  await setCart('c', 'd');
  const before = keeper.visit.visit;
  expect(await paths()).toEqual([]);
  await tell('purchase', 'c', 'd');
  expect(await paths()).toMatchObject([{ items: ['c', 'd'], bought: true }]);
  expect(keeper.visit.visit).not.toBe(before);
  expect(keeper.visit.cart).toEqual([]);
});

test('half an hour without an event ends the visit without a path, and the cart is carried into the next', async () => {
  const { tell, setCart, paths, wait, keeper } = shop();
  await setCart();
  await tell('view_item', 'a');
  await tell('view_item', 'b');
  await setCart('c');
  wait(31);
  await tell('view_item', 'e');
  expect(await paths()).toEqual([]);
  expect(keeper.visit.cart).toMatchObject([{ item_id: 'c' }]);
});

test('two tabs that both see the order make its paths once', async () => {
  const store = createMemoryStore();
  const first = shop(undefined, store);
  await first.tell('add_to_cart', 'a');
  await first.tell('add_to_cart', 'b');
  const second = shop(undefined, store);
  await second.keeper.open();
  for (const tab of [first, second]) await tab.tell('purchase', 'a', 'b');
  expect(await first.paths()).toHaveLength(1);
});

test('what happened before consent is in no record, not even in a path of the same visit', async () => {
  const { tell, setCart, records, consent } = shop({ store: false, remember: false, send: false });
  await setCart();
  await tell('view_item', 'a');
  await setCart('c');
  expect(await records()).toEqual([]);
  consent.send = true;
  await tell('view_item', 'b');
  await setCart('c', 'd');
  await setCart('c', 'd', 'f');
  await tell('view_item', 'e');
  await tell('purchase', 'c', 'd', 'f');
  const all = await records();
  const named = all.flatMap((record) => (record.kind === 'count' ? [`${record.type} ${record.item}`] : []));
  const bought = ['purchase c', 'purchase d', 'purchase f'];
  expect(named.sort()).toEqual(['add_to_cart d', 'add_to_cart f', ...bought, 'view_item b', 'view_item e']);
  expect(all.filter((record) => record.kind === 'path')).toMatchObject([{ items: ['d', 'f'], bought: true }]);
});

test('what was captured before consent is not shared because the worker took it after', async () => {
  const { keeper, entry, consent, records } = shop({ store: false, remember: false, send: false });
  const before = entry({ event: { name: 'view_item', items: [{ item_id: 'a' }] } });
  consent.send = true;
  await keeper.take([before, entry({ event: { name: 'view_item', items: [{ item_id: 'b' }] } })]);
  expect(await records()).toMatchObject([{ item: 'b' }]);
  expect(keeper.events).toHaveLength(2);
});

test('an entry that is replayed from the journal counts once', async () => {
  const { keeper, entry } = shop();
  const said = { event: { name: 'view_item' as const, items: [{ item_id: 'a' }] } };
  const one = entry(said);
  await keeper.take([one]);
  await keeper.take([one, entry({ event: { name: 'view_item', items: [{ item_id: 'b' }] } })]);
  expect(keeper.events.map((event) => event.items[0]?.item_id)).toEqual(['a', 'b']);
});

test('a page whose worker was slower than the next page adds nothing twice and takes nothing back', async () => {
  const store = createMemoryStore();
  const before = shop(undefined, store);
  await before.setCart();
  const said = [['a'], ['a', 'b'], ['b']].map((ids) => before.entry({ cart: ids.map((item_id) => ({ item_id })) }));
  const after = shop(undefined, store);
  await after.keeper.open();
  // The next page replays the journal while the worker of the page before still takes it.
  await Promise.all([before.keeper.take(said), after.keeper.take(said)]);
  await after.keeper.take(said);
  const counts = (await after.records()).map((record) => record.kind === 'count' && `${record.type} ${record.item}`);
  expect(counts.sort()).toEqual(['add_to_cart a', 'add_to_cart b', 'remove_from_cart a']);
  expect(after.keeper.visit.cart).toMatchObject([{ item_id: 'b' }]);
});

test('two tabs see what the other did', async () => {
  const store = createMemoryStore();
  const [one, two] = [shop(undefined, store), shop(undefined, store)];
  await one.tell('view_item', 'a');
  await two.tell('view_item', 'b');
  await one.tell('view_item', 'c');
  expect(one.keeper.events.map((event) => event.items[0]?.item_id)).toEqual(['a', 'b', 'c']);
});

test('twenty tabs that track at the same time lose nothing', async () => {
  const { store, consent, codes } = shop();
  const tabs = Array.from({ length: 20 }, () => shop(consent, store));
  await Promise.all(tabs.flatMap(({ tell }) => ['a', 'b', 'c'].map((item) => tell('view_item', item))));
  expect(tabs.flatMap((tab) => tab.codes).concat(codes)).not.toContain('store-busy');
  const { visit } = await store.load();
  expect(Object.keys(visit?.taken ?? {})).toHaveLength(20);
});

test('without remembering, a visit that has ended is forgotten; with it, the next begins with it', async () => {
  for (const remember of [false, true]) {
    const { tell, wait, keeper, store } = shop({ store: true, remember, send: false });
    await tell('view_item', 'a');
    wait(31);
    await tell('view_item', 'b');
    const seen = (await store.load()).events.map((event) => event.items[0]?.item_id);
    expect(seen).toEqual(remember ? ['a', 'b'] : ['b']);
    expect(keeper.events).toHaveLength(remember ? 2 : 1);
  }
});

test('a flood of events is a machine and tells nothing', async () => {
  const { keeper, codes, records, entry } = shop();
  for (let i = 0; i < 60; i++) {
    const event = {
      ...entry({ event: { name: 'view_item', items: [{ item_id: items[i % 6] ?? '' }] } }),
      humanSeen: false,
    };
    await keeper.take([event]);
  }
  expect(codes).toContain('machine-like');
  expect((await records()).length).toBeLessThan(20);
});

test('what lay in the cart and is not in the order is in no path', async () => {
  const { tell, setCart, paths } = shop();
  await setCart();
  for (const id of ['a', 'b', 'e']) await tell('view_item', id);
  await setCart('c', 'e');
  await setCart('c', 'e', 'd');
  await tell('purchase', 'c', 'd');
  expect(await paths()).toMatchObject([{ items: ['c', 'd'], bought: true }]);
});

test('an event that nothing can be made of costs nothing but itself', async () => {
  const { keeper, entry, codes } = shop();
  const id = { toString: 'no function' } as never;
  const wrong = { name: 'view_item' as const, items: [{ item_id: 'a' }], event_id: id };
  await keeper.take([entry({ event: wrong }), entry({ event: wrong }), null as never, 7 as never]);
  await keeper.take([entry({ event: { name: 'view_item', items: [{ item_id: 'b' }] } })]);
  expect(keeper.events.map((event) => event.items[0]?.item_id)).toContain('b');
  expect(codes).toContain('event-rejected');
});
