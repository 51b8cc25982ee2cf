import type { LedgerEntry } from '../api.ts';
import { eventsLoaded, keepAtMost, type QueuedRecord, type Store } from './store.ts';
import type { CleanEvent, VisitState } from './visit-state.ts';

export function createMemoryStore(): Store {
  let visit: VisitState | undefined;
  let events: CleanEvent[] = [];
  let ledger: LedgerEntry[] = [];
  const queue = new Map<string, QueuedRecord>();
  const copies = new Map<string, unknown>();
  return {
    kind: 'memory',
    load: async () => ({ visit: visit && structuredClone(visit), events: events.slice(-eventsLoaded) }),
    async commit(step) {
      if (visit !== undefined && step.visit.revision !== visit.revision + 1) return false;
      visit = structuredClone(step.visit);
      events = [...events, ...step.events].filter((event) => !step.forgotten.includes(event.visit));
      events = events.slice(-keepAtMost.events);
      for (const record of step.records) queue.set(record.id, record);
      return true;
    },
    queue: async () => [...queue.values()],
    async settle(ids, delivered) {
      for (const id of ids) queue.delete(id);
      ledger = [...ledger, ...delivered].slice(-keepAtMost.ledger);
    },
    ledger: async () => ledger.slice(),
    readCopy: async (name) => copies.get(name),
    async writeCopy(name, value) {
      copies.set(name, value);
    },
    async clear() {
      visit = undefined;
      events = [];
      ledger = [];
      queue.clear();
      copies.clear();
    },
    close() {},
  };
}
