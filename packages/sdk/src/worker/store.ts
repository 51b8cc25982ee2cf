import type { AnonymousRecord } from '@edgecart/protocol';
import type { LedgerEntry } from '../api.ts';
import type { CleanEvent, VisitState } from './visit-state.ts';

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

/** What one step of the visit changes; all of it or nothing. */
export interface Step {
  /** The state after the step; its revision is one more than that of the state it was made from. */
  visit: VisitState;
  events: CleanEvent[];
  records: QueuedRecord[];
  /** Visits whose events are forgotten. */
  forgotten: string[];
}

/**
 * Copies of what the shop serves, for when it cannot be had; the last answers, for when nothing is there yet; and what was
 * learned of the shopper.
 */
type CopyName = 'catalogue' | 'model' | 'answers' | 'shopper';

/** The state of the device: in IndexedDB once the shopper agreed to storing, before that in memory. */
export interface Store {
  readonly kind: 'memory' | 'indexeddb';
  /** The visit's state and the newest events, oldest first. */
  load(): Promise<{ visit: VisitState | undefined; events: CleanEvent[] }>;
  /** In one transaction; `false`, and nothing is changed, when the stored state is not the one that the step was made from. */
  commit(step: Step): Promise<boolean>;
  queue(): Promise<QueuedRecord[]>;
  /** Takes records out of the queue by id and, where they were delivered, writes them into the ledger: one transaction. */
  settle(ids: string[], delivered: LedgerEntry[]): Promise<unknown>;
  ledger(): Promise<LedgerEntry[]>;
  readCopy(name: CopyName): Promise<unknown>;
  writeCopy(name: CopyName, value: unknown): Promise<unknown>;
  clear(): Promise<unknown>;
  close(): void;
}

export const keepAtMost = { events: 2_000, ledger: 2_000 };
/** So many of the newest events are worked with. */
export const eventsLoaded = 300;
