import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB } from 'idb';
import type { LedgerEntry } from '../api.ts';
import { eventsLoaded, keepAtMost, type QueuedRecord, type Store } from './store.ts';
import type { CleanEvent, VisitState } from './visit-state.ts';

interface Schema extends DBSchema {
  events: { key: number; value: CleanEvent; indexes: { visit: string } };
  queue: { key: string; value: QueuedRecord };
  ledger: { key: number; value: LedgerEntry };
  kept: { key: string; value: unknown };
}

type StoreName = 'events' | 'queue' | 'ledger' | 'kept';
type Writable<Name extends StoreName> = IDBPObjectStore<Schema, StoreName[], Name, 'readwrite'>;
const storeNames: StoreName[] = ['events', 'queue', 'ledger', 'kept'];

/** An old tab can hold a database for ever (https://github.com/jakearchibald/idb/issues/148): then memory will do. */
const openTimeoutMs = 1_000;

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

  /** One read-write transaction over some stores; resolves when it is durable as far as the browser promises. */
  const change = <T>(
    stores: StoreName[],
    work: (store: <Name extends StoreName>(name: Name) => Writable<Name>) => Promise<T>,
  ) =>
    withDb(async (db) => {
      const transaction = db.transaction(stores, 'readwrite');
      const [result] = await Promise.all([work((name) => transaction.objectStore(name)), transaction.done]);
      return result;
    });

  return {
    kind: 'indexeddb',
    load: () =>
      withDb(async (db) => {
        const transaction = db.transaction(['events', 'kept']);
        const events = transaction.objectStore('events');
        const visit = (await transaction.objectStore('kept').get('visit')) as VisitState | undefined;
        // By key range, because walking a cursor backwards takes three times as long.
        const last = await events.openKeyCursor(null, 'prev');
        if (last === null) return { visit, events: [] };
        return { visit, events: await events.getAll(IDBKeyRange.lowerBound(last.key - eventsLoaded, true)) };
      }),
    commit: ({ visit, events, records, forgotten }) =>
      change(['events', 'queue', 'kept'], async (store) => {
        const before = (await store('kept').get('visit')) as VisitState | undefined;
        if (before !== undefined && visit.revision !== before.revision + 1) return false;
        const ended = forgotten.map((each) => store('events').index('visit').getAllKeys(each));
        await Promise.all([
          store('kept').put(visit, 'visit'),
          ...(await Promise.all(ended)).flat().map((key) => store('events').delete(key)),
          ...events.filter((event) => !forgotten.includes(event.visit)).map((event) => store('events').add(event)),
          ...records.map((record) => store('queue').put(record)),
          trim(store('events'), keepAtMost.events),
        ]);
        return true;
      }),
    queue: () => withDb((db) => db.getAll('queue')),
    settle: (ids, delivered) =>
      change(['queue', 'ledger'], (store) =>
        Promise.all([
          ...ids.map((id) => store('queue').delete(id)),
          ...delivered.map((entry) => store('ledger').add(entry)),
          trim(store('ledger'), keepAtMost.ledger),
        ]),
      ),
    ledger: () => withDb((db) => db.getAll('ledger')),
    readCopy: (name) => withDb((db) => db.get('kept', name)),
    writeCopy: (name, value) => change(['kept'], (store) => store('kept').put(value, name)),
    clear: () => change(storeNames, (store) => Promise.all(storeNames.map((name) => store(name).clear()))),
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
