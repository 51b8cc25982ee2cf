import type { LedgerEntry } from '../api.ts';
import { type Kept, keepAtMost, type QueuedRecord, type Store } from './store.ts';
import type { CleanEvent } from './visit-state.ts';

export function createMemoryStore(): Store {
  let events: CleanEvent[] = [];
  let ledger: LedgerEntry[] = [];
  const queue = new Map<string, QueuedRecord>();
  const kept = new Map<keyof Kept, unknown>();
  const claimed = new Set<string>();
  return {
    kind: 'memory',
    async addEvents(added, visit) {
      events = [...events, ...added].slice(-keepAtMost.events);
      kept.set('visit', visit);
    },
    recentEvents: async (limit) => events.slice(Math.max(0, events.length - limit)),
    async dropVisit(visit) {
      events = events.filter((event) => event.visit !== visit);
    },
    async enqueue(records) {
      for (const record of records) queue.set(record.id, record);
    },
    queue: async () => [...queue.values()],
    async settle(ids, delivered) {
      for (const id of ids) queue.delete(id);
      ledger = [...ledger, ...delivered].slice(-keepAtMost.ledger);
    },
    ledger: async () => ledger.slice(),
    read: async (name) => kept.get(name),
    async write(name, value) {
      kept.set(name, value);
    },
    async claim(name) {
      if (claimed.has(name)) return false;
      claimed.add(name);
      return true;
    },
    async clear() {
      events = [];
      ledger = [];
      queue.clear();
      kept.clear();
      claimed.clear();
    },
    close() {},
  };
}
