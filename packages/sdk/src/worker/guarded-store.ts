import { createMemoryStore } from './memory-store.ts';
import type { Store } from './store.ts';

/**
 * A store that never rejects: the first refusal (quota, a killed connection) is told once, and from then on memory takes
 * over for the rest of the page. What IndexedDB holds by then waits there for the next page.
 */
export function guardStore(inner: Store, onRefused: (error: unknown) => void): Store {
  let store = inner;
  async function guarded<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const used = store;
    try {
      return await work(used);
    } catch (error) {
      if (store === used) {
        store = createMemoryStore();
        onRefused(error);
      }
      return work(store);
    }
  }
  return {
    get kind() {
      return store.kind;
    },
    addEvents: (events, visit) => guarded((s) => s.addEvents(events, visit)),
    recentEvents: (limit) => guarded((s) => s.recentEvents(limit)),
    dropVisit: (visit) => guarded((s) => s.dropVisit(visit)),
    enqueue: (records) => guarded((s) => s.enqueue(records)),
    queue: () => guarded((s) => s.queue()),
    settle: (ids, delivered) => guarded((s) => s.settle(ids, delivered)),
    ledger: () => guarded((s) => s.ledger()),
    read: (name) => guarded((s) => s.read(name)),
    write: (name, value) => guarded((s) => s.write(name, value)),
    claim: (name) => guarded((s) => s.claim(name)),
    clear: () => guarded((s) => s.clear()),
    close: () => store.close(),
  };
}
