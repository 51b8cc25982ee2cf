import type { EventName } from '@edgecart/protocol';

/** An item as cleaning leaves it: gaps filled from the catalogue, numbers within reason. */
export interface CleanItem {
  item_id: string;
  item_name?: string;
  price?: number;
  category?: string;
  quantity: number;
}

/** An event as cleaning leaves it; what is stored and analysed. */
export interface CleanEvent {
  visit: string;
  timeMs: number;
  name: EventName;
  items: CleanItem[];
  /** Captured while `send` was on: only such events may become records. */
  shareable: boolean;
}

export interface CartLine {
  item_id: string;
  item_name?: string;
  price?: number;
  quantity: number;
}

/** What must outlive a page besides the events: the visit that goes on, the cart, and what guards against repeats. */
export interface VisitState {
  /** Counts the commits: who works from an older one must look again. */
  revision: number;
  visit: string;
  startedMs: number;
  lastMs: number;
  /** Absent until the shop has stated it. */
  cart?: CartLine[];
  humanSeen: boolean;
  machineLike: boolean;
  events: number;
  /** Hashes of order ids already counted, so that a reloaded thank-you page is not a second order; newest last. */
  orders: string[];
  /** The shop's own event ids of this visit; newest last. */
  eventIds: string[];
  /** Records made so far: in this visit, and per UTC day of the last 30. */
  budget: { visit: number; days: Record<string, number> };
  /** The newest entry that was taken, by page: what comes again from a journal is skipped. */
  taken: Record<string, number>;
  /** Our suggestions of this visit, by item. */
  shown: Record<string, { model: string; slot: number; arm?: number }>;
}

/** A visit ends after so long without an event. */
export const visitIdleMs = 30 * 60_000;

export function newVisit(visit: string, timeMs: number, before?: VisitState): VisitState {
  return {
    revision: before?.revision ?? 0,
    visit,
    startedMs: timeMs,
    lastMs: timeMs,
    ...(before?.cart && { cart: before.cart }),
    humanSeen: false,
    machineLike: false,
    events: 0,
    orders: before?.orders ?? [],
    eventIds: [],
    taken: Object.fromEntries(Object.entries(before?.taken ?? {}).slice(-20)),
    budget: { visit: 0, days: before?.budget.days ?? {} },
    shown: {},
  };
}
