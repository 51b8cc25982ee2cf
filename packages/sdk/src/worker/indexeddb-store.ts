import type { LedgerEntry } from '../api.ts';
import { eventsLoaded, keepAtMost, type QueuedRecord, type Store } from './store.ts';
import type { CleanEvent, VisitState } from './visit-state.ts';

/** Queue by record id; kept values by name; events and ledger in the order of adding. */
type StoreName = 'events' | 'queue' | 'ledger' | 'kept';
const storeNames: StoreName[] = ['events', 'queue', 'ledger', 'kept'];

/** An old tab can hold a database for ever (https://github.com/jakearchibald/idb/issues/148): then memory will do. */
const openTimeoutMs = 1_000;

const result = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const completed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

/** Opens the store. Rejects when the browser refuses or does not answer in time. */
export async function openIndexedDbStore(name = 'edgecart'): Promise<Store> {
  let db = await open(name);

  /** One transaction. Browsers close connections on their own, iOS often: open once more, then give up. */
  async function within<T>(
    stores: StoreName[],
    mode: IDBTransactionMode,
    work: (store: (name: StoreName) => IDBObjectStore) => Promise<T>,
  ): Promise<T> {
    let transaction: IDBTransaction;
    try {
      transaction = db.transaction(stores, mode);
    } catch {
      db = await open(name);
      transaction = db.transaction(stores, mode);
    }
    const [answer] = await Promise.all([work((store) => transaction.objectStore(store)), completed(transaction)]);
    return answer;
  }

  const all = <T>(store: StoreName) => within([store], 'readonly', (of) => result<T[]>(of(store).getAll()));

  return {
    kind: 'indexeddb',
    load: () =>
      within(['events', 'kept'], 'readonly', async (store) => {
        const [visit, last] = await Promise.all([
          result<VisitState | undefined>(store('kept').get('visit')),
          result(store('events').openKeyCursor(null, 'prev')),
        ]);
        // By key range, because walking a cursor backwards takes three times as long.
        const newest = IDBKeyRange.lowerBound(Number(last?.key ?? 0) - eventsLoaded, true);
        return { visit, events: await result<CleanEvent[]>(store('events').getAll(newest)) };
      }),
    commit: ({ visit, events, records, forgotten }) =>
      within(['events', 'queue', 'kept'], 'readwrite', async (store) => {
        const before = await result<VisitState | undefined>(store('kept').get('visit'));
        if (before !== undefined && visit.revision !== before.revision + 1) return false;
        store('kept').put(visit, 'visit');
        for (const ended of forgotten)
          for (const key of await result(store('events').index('visit').getAllKeys(ended))) store('events').delete(key);
        for (const event of events) if (!forgotten.includes(event.visit)) store('events').add(event);
        for (const record of records) store('queue').put(record);
        await trim(store('events'), keepAtMost.events);
        return true;
      }),
    queue: () => all<QueuedRecord>('queue'),
    settle: (ids, delivered) =>
      within(['queue', 'ledger'], 'readwrite', async (store) => {
        for (const id of ids) store('queue').delete(id);
        for (const entry of delivered) store('ledger').add(entry);
        await trim(store('ledger'), keepAtMost.ledger);
      }),
    ledger: () => all<LedgerEntry>('ledger'),
    readCopy: (name) => within(['kept'], 'readonly', (store) => result(store('kept').get(name))),
    writeCopy: (name, value) => within(['kept'], 'readwrite', (store) => result(store('kept').put(value, name))),
    clear: () =>
      within(storeNames, 'readwrite', async (store) => {
        for (const name of storeNames) store(name).clear();
      }),
    close: () => db.close(),
  };
}

/** Forgets the oldest beyond `most`. */
async function trim(store: IDBObjectStore, most: number): Promise<void> {
  const excess = (await result(store.count())) - most;
  if (excess > 0) for (const key of await result(store.getAllKeys(null, excess))) store.delete(key);
}

async function open(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    const db = request.result;
    db.createObjectStore('events', { autoIncrement: true }).createIndex('visit', 'visit');
    db.createObjectStore('queue', { keyPath: 'id' });
    db.createObjectStore('ledger', { autoIncrement: true });
    db.createObjectStore('kept');
  };
  const opening = result(request);
  const timeout = new Promise<never>((_, reject) => {
    setTimeout(() => {
      // Of no effect when it has opened in time.
      request.onsuccess = () => request.result.close();
      reject(new Error(`it did not open within ${openTimeoutMs} ms`));
    }, openTimeoutMs);
  });
  const db = await Promise.race([opening, timeout]);
  // A newer version of us wants to open: let go, or its tab waits for ever.
  db.onversionchange = () => db.close();
  return db;
}
