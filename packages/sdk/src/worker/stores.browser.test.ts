import { afterEach, describe, expect, test } from 'vitest';
import { guardStore } from './guarded-store.ts';
import { openIndexedDbStore } from './indexeddb-store.ts';
import { createMemoryStore } from './memory-store.ts';
import type { QueuedRecord, Step, Store } from './store.ts';
import { type CleanEvent, newVisit } from './visit-state.ts';

const names: string[] = [];
const freshName = () => {
  const name = `test-${crypto.randomUUID()}`;
  names.push(name);
  return name;
};
afterEach(async () => {
  for (const name of names.splice(0)) indexedDB.deleteDatabase(name);
});

const event = (id: string, visit = 'v'): CleanEvent => ({
  visit,
  timeMs: 1,
  name: 'view_item',
  items: [{ item_id: id, quantity: 1 }],
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

/** A step from a revision on, with whatever it changes. */
const step = (from: number, changes: Partial<Step> = {}): Step => ({
  visit: { ...newVisit('v', 0), revision: from + 1 },
  events: [],
  records: [],
  forgotten: [],
  ...changes,
});
const itemsIn = async (store: Store) => (await store.load()).events.map(({ items }) => items[0]?.item_id);

describe.each<[string, () => Promise<Store>]>([
  ['memory', async () => createMemoryStore()],
  ['IndexedDB', () => openIndexedDbStore(freshName())],
])('the store in %s', (_, open) => {
  test('gives back the state and the newest events, oldest first', async () => {
    const store = await open();
    expect(await store.load()).toEqual({ visit: undefined, events: [] });
    const ids = Array.from({ length: 305 }, (_, i) => `i${i}`);
    await store.commit(step(0, { events: ids.map((id) => event(id)) }));
    expect(await itemsIn(store)).toEqual(ids.slice(-300));
    expect((await store.load()).visit).toMatchObject({ visit: 'v', revision: 1 });
    store.close();
  });

  test('refuses a step from an older state, and changes nothing', async () => {
    const store = await open();
    await store.commit(step(0, { events: [event('a')] }));
    expect(await store.commit(step(0, { events: [event('b')], records: [record('b')] }))).toBe(false);
    expect(await itemsIn(store)).toEqual(['a']);
    expect(await store.queue()).toEqual([]);
    expect(await store.commit(step(1, { events: [event('c')] }))).toBe(true);
    store.close();
  });

  test('forgets the events of ended visits, those of the same step too', async () => {
    const store = await open();
    await store.commit(step(0, { events: [event('a', 'one'), event('b', 'two')] }));
    await store.commit(step(1, { events: [event('c', 'one'), event('d', 'three')], forgotten: ['one'] }));
    expect(await itemsIn(store)).toEqual(['b', 'd']);
    store.close();
  });

  test('settles records by id and writes what was delivered into the ledger', async () => {
    const store = await open();
    await store.commit(step(0, { records: ['a', 'b', 'c'].map(record) }));
    const entry = { sentMs: 1, json: '{}', record: {} as never };
    await store.settle(['c', 'a'], [entry, entry]);
    expect((await store.queue()).map(({ id }) => id)).toEqual(['b']);
    expect(await store.ledger()).toEqual([entry, entry]);
    store.close();
  });

  test('is empty after clearing', async () => {
    const store = await open();
    await store.commit(step(0, { events: [event('a')], records: [record('a')] }));
    await store.settle([], [{ sentMs: 1, json: '{}', record: {} as never }]);
    await store.writeCopy('catalogue', 1);
    await store.clear();
    expect(await store.load()).toEqual({ visit: undefined, events: [] });
    expect(await store.queue()).toEqual([]);
    expect(await store.ledger()).toEqual([]);
    expect(await store.readCopy('catalogue')).toBeUndefined();
    store.close();
  });
});

test('two tabs that commit at once: one does', async () => {
  const name = freshName();
  const [one, two] = await Promise.all([openIndexedDbStore(name), openIndexedDbStore(name)]);
  const commits = await Promise.all([one.commit(step(0)), two.commit(step(0))]);
  expect(commits.filter(Boolean)).toHaveLength(1);
  one.close();
  two.close();
});

test('a database that another tab holds at another version does not hang us', async () => {
  const name = freshName();
  const request = indexedDB.open(name, 2);
  const newer = await new Promise<IDBDatabase>((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
  await expect(openIndexedDbStore(name)).rejects.toThrow();
  newer.close();
});

test('a store whose connection is gone goes on in memory, and tells it once', async () => {
  const inner = await openIndexedDbStore(freshName());
  const refused: unknown[] = [];
  const store = guardStore(
    { ...inner, commit: () => Promise.reject(new DOMException('', 'QuotaExceededError')) },
    (e) => refused.push(e),
  );
  await store.commit(step(6, { records: [record('a')] }));
  await store.commit(step(7, { records: [record('b')] }));
  expect(store.kind).toBe('memory');
  expect((await store.queue()).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(refused).toHaveLength(1);
  inner.close();
});

test('a copy that is refused costs the copy, and nothing else', async () => {
  const inner = await openIndexedDbStore(freshName());
  const refused: unknown[] = [];
  const store = guardStore(
    { ...inner, writeCopy: () => Promise.reject(new DOMException('no blobs here', 'UnknownError')) },
    (e) => refused.push(e),
  );
  await store.writeCopy('model', {});
  await store.commit(step(0, { records: [record('a')] }));
  expect(store.kind).toBe('indexeddb');
  expect(await store.queue()).toHaveLength(1);
  expect(refused).toEqual([]);
  inner.close();
});

test('a connection that the browser closed is opened once more', async () => {
  const name = freshName();
  const store = await openIndexedDbStore(name);
  await store.commit(step(0, { records: [record('a')] }));
  store.close();
  await store.commit(step(1, { records: [record('b')] }));
  expect(await store.queue()).toHaveLength(2);
  store.close();
});
