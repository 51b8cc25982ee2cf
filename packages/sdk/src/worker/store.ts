import type { AnonymousRecord } from '@edgecart/protocol';
import type { LedgerEntry } from '../api.ts';
import type { CleanEvent } from './visit-state.ts';

/** A record on its way out. */
export interface QueuedRecord {
  id: string;
  kind: AnonymousRecord['kind'];
  /** Event type of a count, `path` for a path: decides what goes first when the queue is full. */
  type: string;
  json: string;
  madeMs: number;
  /** Not before this time. */
  dueMs: number;
}

/** Values that are kept under a name. */
export interface Kept {
  visit: unknown;
  catalogue: unknown;
  model: unknown;
}

/** The state of the device: in IndexedDB once the shopper agreed to storing, before that in memory. */
export interface Store {
  readonly kind: 'memory' | 'indexeddb';
  /** Adds events and keeps the visit's state, in one transaction. */
  addEvents(events: CleanEvent[], visit: unknown): Promise<unknown>;
  /** The newest events, oldest first. */
  recentEvents(limit: number): Promise<CleanEvent[]>;
  /** Forgets the events of a visit. */
  dropVisit(visit: string): Promise<unknown>;
  enqueue(records: QueuedRecord[]): Promise<unknown>;
  queue(): Promise<QueuedRecord[]>;
  /** Takes records out of the queue by id and, where they were delivered, writes them into the ledger: one transaction. */
  settle(ids: string[], delivered: LedgerEntry[]): Promise<unknown>;
  ledger(): Promise<LedgerEntry[]>;
  read(name: keyof Kept): Promise<unknown>;
  write(name: keyof Kept, value: unknown): Promise<unknown>;
  /** `true` for the first who asks for a name, in whatever tab. */
  claim(name: string): Promise<boolean>;
  clear(): Promise<unknown>;
  close(): void;
}

export const keepAtMost = { events: 2_000, ledger: 2_000 };
