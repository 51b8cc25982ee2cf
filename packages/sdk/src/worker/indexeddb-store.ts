import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { LedgerEntry } from '../api.ts';
import { type Kept, keepAtMost, type QueuedRecord, type Store } from './store.ts';
import type { CleanEvent } from './visit-state.ts';

interface Schema extends DBSchema {
  events: { key: number; value: CleanEvent; indexes: { visit: string } };
  queue: { key: string; value: QueuedRecord };
  ledger: { key: number; value: LedgerEntry };
  kept: { key: string; value: unknown };
}

/** An old tab can hold a database for ever (https://github.com/jakearchibald/idb/issues/148): then memory will do. */
const openTimeoutMs = 1_000;
const claimPrefix = 'claim:';
/** By then the visit that a claim was about is long over. */
const claimLifeMs = 86_400_000;

/** Opens the store. Rejects when the browser refuses or does not answer in time. */
export async function openIndexedDbStore(name = 'edgecart'): Promise<Store> {
  let db = await open(name);

  /** Browsers close connections on their own, iOS often: open once more, then give up. */
  async function withDb<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
    try {
      return await work(db);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
      db = await open(name);
      return work(db);
    }
  }

  return {
    kind: 'indexeddb',
    addEvents: (events, visit) =>
      withDb(async (db) => {
        const transaction = db.transaction(['events', 'kept'], 'readwrite');
        const store = transaction.objectStore('events');
        await Promise.all([
          ...events.map((event) => store.add(event)),
          transaction.objectStore('kept').put(visit, 'visit'),
          trim(store, keepAtMost.events),
          transaction.done,
        ]);
      }),
    recentEvents: (limit) =>
      withDb(async (db) => {
        // By key range, because walking a cursor backwards takes three times as long.
        const store = db.transaction('events').store;
        const last = await store.openKeyCursor(null, 'prev');
        return last === null ? [] : store.getAll(IDBKeyRange.lowerBound(last.key - limit, true));
      }),
    dropVisit: (visit) =>
      withDb(async (db) => {
        const transaction = db.transaction('events', 'readwrite');
        const keys = await transaction.store.index('visit').getAllKeys(visit);
        await Promise.all([...keys.map((key) => transaction.store.delete(key)), transaction.done]);
      }),
    enqueue: (records) =>
      withDb(async (db) => {
        const transaction = db.transaction('queue', 'readwrite');
        await Promise.all([...records.map((record) => transaction.store.put(record)), transaction.done]);
      }),
    queue: () => withDb((db) => db.getAll('queue')),
    settle: (ids, delivered) =>
      withDb(async (db) => {
        const transaction = db.transaction(['queue', 'ledger'], 'readwrite');
        const ledger = transaction.objectStore('ledger');
        await Promise.all([
          ...ids.map((id) => transaction.objectStore('queue').delete(id)),
          ...delivered.map((entry) => ledger.add(entry)),
          trim(ledger, keepAtMost.ledger),
          transaction.done,
        ]);
      }),
    ledger: () => withDb((db) => db.getAll('ledger')),
    read: (key: keyof Kept) => withDb((db) => db.get('kept', key)),
    write: (key, value) => withDb(async (db) => void (await db.put('kept', value, key))),
    claim: (claim) =>
      withDb(async (db) => {
        const transaction = db.transaction('kept', 'readwrite');
        const key = claimPrefix + claim;
        const claims = IDBKeyRange.bound(claimPrefix, `${claimPrefix}\uffff`);
        for await (const cursor of transaction.store.iterate(claims))
          if (Date.now() - Number(cursor.value) > claimLifeMs) void cursor.delete();
        const free = (await transaction.store.getKey(key)) === undefined;
        if (free) void transaction.store.put(Date.now(), key);
        await transaction.done;
        return free;
      }),
    clear: () =>
      withDb(async (db) => {
        const transaction = db.transaction(['events', 'queue', 'ledger', 'kept'], 'readwrite');
        await Promise.all([
          transaction.objectStore('events').clear(),
          transaction.objectStore('queue').clear(),
          transaction.objectStore('ledger').clear(),
          transaction.objectStore('kept').clear(),
          transaction.done,
        ]);
      }),
    close: () => db.close(),
  };
}

interface Trimmable {
  count(): Promise<number>;
  getAllKeys(query: null, count: number): Promise<number[]>;
  delete(key: number): Promise<void>;
}

/** Forgets the oldest beyond `most`. */
async function trim(store: Trimmable, most: number): Promise<void> {
  const excess = (await store.count()) - most;
  if (excess > 0) await Promise.all((await store.getAllKeys(null, excess)).map((key) => store.delete(key)));
}

async function open(name: string): Promise<IDBPDatabase<Schema>> {
  let late = false;
  const opening = openDB<Schema>(name, 1, {
    upgrade(db) {
      db.createObjectStore('events', { autoIncrement: true }).createIndex('visit', 'visit');
      db.createObjectStore('queue', { keyPath: 'id' });
      db.createObjectStore('ledger', { autoIncrement: true });
      db.createObjectStore('kept');
    },
    // A newer version of us wants to open: let go, or its tab waits for ever.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  void opening.then(
    (db) => late && db.close(),
    () => {},
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late = true;
      reject(new Error(`IndexedDB did not open within ${openTimeoutMs} ms`));
    }, openTimeoutMs);
  });
  return Promise.race([opening, timeout]).finally(() => clearTimeout(timer));
}
