import { deleteDB, openDB } from 'idb';
import { afterEach, describe, expect, test } from 'vitest';
import { guardStore } from './guarded-store.ts';
import { openIndexedDbStore } from './indexeddb-store.ts';
import { createMemoryStore } from './memory-store.ts';
import type { QueuedRecord, Store } from './store.ts';
import type { CleanEvent } from './visit-state.ts';

const names: string[] = [];
const freshName = () => {
  const name = `test-${crypto.randomUUID()}`;
  names.push(name);
  return name;
};
afterEach(async () => {
  for (const name of names.splice(0)) await deleteDB(name);
});

const event = (key: string, visit = 'v'): CleanEvent => ({
  key,
  visit,
  timeMs: 1,
  name: 'view_item',
  items: [{ item_id: 'a', quantity: 1 }],
  shareable: false,
});
const record = (id: string): QueuedRecord => ({
  id,
  kind: 'count',
  type: 'view_item',
  json: '{}',
  madeMs: 1,
  dueMs: 1,
});

describe.each<[string, () => Promise<Store>]>([
  ['memory', async () => createMemoryStore()],
  ['IndexedDB', () => openIndexedDbStore(freshName())],
])('the store in %s', (_, open) => {
  test('gives back the newest events, oldest first', async () => {
    const store = await open();
    await store.addEvents(
      ['a', 'b', 'c', 'd'].map((key) => event(key)),
      { visit: 'v' },
    );
    expect((await store.recentEvents(3)).map(({ key }) => key)).toEqual(['b', 'c', 'd']);
    expect(await store.recentEvents(0)).toEqual([]);
    expect(await store.read('visit')).toEqual({ visit: 'v' });
    store.close();
  });

  test('forgets the events of one visit and keeps the others', async () => {
    const store = await open();
    await store.addEvents([event('a', 'one'), event('b', 'two'), event('c', 'one')], null);
    await store.dropVisit('one');
    expect((await store.recentEvents(10)).map(({ key }) => key)).toEqual(['b']);
    store.close();
  });

  test('settles records by id and writes what was delivered into the ledger', async () => {
    const store = await open();
    await store.enqueue(['a', 'b', 'c'].map(record));
    const entry = { sentMs: 1, json: '{}', record: {} as never };
    await store.settle(['c', 'a'], [entry, entry]);
    expect((await store.queue()).map(({ id }) => id)).toEqual(['b']);
    expect(await store.ledger()).toEqual([entry, entry]);
    store.close();
  });

  test('lets only the first claim a name', async () => {
    const store = await open();
    const claims = await Promise.all([store.claim('v'), store.claim('v'), store.claim('w')]);
    expect(claims).toEqual([true, false, true]);
    store.close();
  });

  test('is empty after clearing', async () => {
    const store = await open();
    await store.addEvents([event('a')], 1);
    await store.enqueue([record('a')]);
    await store.settle([], [{ sentMs: 1, json: '{}', record: {} as never }]);
    await store.claim('v');
    await store.clear();
    expect(await store.recentEvents(10)).toEqual([]);
    expect(await store.queue()).toEqual([]);
    expect(await store.ledger()).toEqual([]);
    expect(await store.read('visit')).toBeUndefined();
    expect(await store.claim('v')).toBe(true);
    store.close();
  });
});

test('two tabs that claim at once: one gets it', async () => {
  const name = freshName();
  const [one, two] = await Promise.all([openIndexedDbStore(name), openIndexedDbStore(name)]);
  const claims = await Promise.all([one.claim('v'), two.claim('v')]);
  expect(claims.filter(Boolean)).toHaveLength(1);
  one.close();
  two.close();
});

test('a database that another tab holds at another version does not hang us', async () => {
  const name = freshName();
  const newer = await openDB(name, 2);
  await expect(openIndexedDbStore(name)).rejects.toThrow();
  newer.close();
});

test('a store whose connection is gone goes on in memory, and tells it once', async () => {
  const inner = await openIndexedDbStore(freshName());
  const refused: unknown[] = [];
  const store = guardStore(
    { ...inner, enqueue: () => Promise.reject(new DOMException('', 'QuotaExceededError')) },
    (e) => refused.push(e),
  );
  await store.enqueue([record('a')]);
  await store.enqueue([record('b')]);
  expect(store.kind).toBe('memory');
  expect((await store.queue()).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(refused).toHaveLength(1);
  inner.close();
});

test('a connection that the browser closed is opened once more', async () => {
  const name = freshName();
  const store = await openIndexedDbStore(name);
  await store.enqueue([record('a')]);
  store.close();
  await store.enqueue([record('b')]);
  expect(await store.queue()).toHaveLength(2);
  store.close();
});
