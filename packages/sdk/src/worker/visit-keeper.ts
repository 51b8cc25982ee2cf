import type { AnonymousRecord, CatalogueItem, Item, ShopperEvent } from '@edgecart/protocol';
import type { Suggestion } from '@edgecart/recommender';
import type { Consent, Insights } from '../api.ts';
import type { JournalEntry } from '../contract.ts';
import { countsOf, type MayLeave, newRecordId, pathsOf, spend } from './anonymise.ts';
import { cartAfter, cartEvents, cartLines } from './cart-events.ts';
import { type Cleaned, clean, looksLikeMachine } from './clean.ts';
import type { QueuedRecord, Store } from './store.ts';
import { type CleanEvent, newVisit, type VisitState, visitIdleMs } from './visit-state.ts';

export interface VisitKeeperOptions {
  store: () => Store;
  catalogue: () => ReadonlyMap<string, CatalogueItem>;
  mayLeave: MayLeave;
  pathDelayMs: number;
  consent: () => Consent;
  diagnose: (code: string, message: string) => void;
  onQueued: () => void;
  now?: () => number;
  random?: () => number;
}

const eventsInMemory = 200;
const cleaningsShown = 100;

export type VisitKeeper = ReturnType<typeof createVisitKeeper>;

/**
 * Takes what the page captured through clean, store and anonymise, and knows which visit goes on. A visit ends with an
 * order, after 30 minutes without an event, or when the next one begins; then its paths are made, once in all tabs.
 */
export function createVisitKeeper(options: VisitKeeperOptions) {
  const { store, catalogue, consent, now = Date.now, random = Math.random } = options;
  let visit = newVisit(newRecordId(), now());
  let events: CleanEvent[] = [];
  let cleaning: Insights['cleaning'] = [];
  let idle: ReturnType<typeof setTimeout> | undefined;

  async function open(): Promise<void> {
    const kept = (await store().read('visit')) as VisitState | undefined;
    if (kept === undefined) return;
    visit = kept;
    events = await store().recentEvents(eventsInMemory);
    if (now() - visit.lastMs > visitIdleMs) await end(now());
    else watchIdle();
  }

  /** Takes entries in the order of capture; answers how long the steps took. */
  async function take(entries: readonly JournalEntry[]): Promise<{ clean: number; store: number }> {
    const startMs = performance.now();
    const known = new Set(events.map((event) => event.key));
    const records: AnonymousRecord[] = [];
    let added: CleanEvent[] = [];
    let storeMs = 0;
    const flush = async () => {
      const before = performance.now();
      await store().addEvents(added, visit);
      storeMs += performance.now() - before;
      added = [];
    };
    for (const entry of [...entries].sort((a, b) => a.timeMs - b.timeMs)) {
      visit.humanSeen ||= entry.humanSeen;
      for (const [index, event] of eventsOf(entry).entries()) {
        // An entry that was replayed after a crash may be partly known; its events have keys of their own.
        const key = `${entry.key}.${index}`;
        if (known.has(key)) continue;
        if (Math.min(entry.timeMs, now()) - visit.lastMs > visitIdleMs) {
          await flush();
          await end(entry.timeMs);
        }
        const cleaned = take1({ key, timeMs: entry.timeMs, event });
        if (cleaned === undefined) continue;
        added.push(cleaned);
        records.push(...countsOf(cleaned, visit, options.mayLeave));
        if (cleaned.name === 'purchase') {
          await flush();
          await end(cleaned.timeMs);
        }
      }
      if ('cart' in entry.said && Array.isArray(entry.said.cart)) visit.cart = cartLines(entry.said.cart);
    }
    await queueCounts(records);
    await flush();
    watchIdle();
    return { clean: performance.now() - startMs - storeMs, store: storeMs };
  }

  function eventsOf(entry: JournalEntry): ShopperEvent[] {
    if ('event' in entry.said) return [entry.said.event];
    const { cart } = entry.said;
    if (Array.isArray(cart)) return cartEvents(visit.cart, cart.filter(hasId));
    options.diagnose('event-rejected', 'cart.set: an array of items is needed');
    return [];
  }

  function take1(captured: { key: string; timeMs: number; event: ShopperEvent }): CleanEvent | undefined {
    const result = clean(captured, visit, {
      catalogue: catalogue(),
      recent: events.slice(-20),
      nowMs: now(),
      shareable: consent().send,
    });
    note(captured, result);
    if (result.outcome === 'rejected') return undefined;
    const { event, orderHash } = result;
    events = [...events, event].slice(-eventsInMemory);
    visit.lastMs = event.timeMs;
    visit.events++;
    const ownId = captured.event.event_id;
    if (ownId !== undefined) visit.eventIds = [...visit.eventIds, String(ownId)].slice(-200);
    if (orderHash !== undefined) visit.orders = [...visit.orders, orderHash].slice(-50);
    const times = events.filter((each) => each.visit === visit.visit).map((each) => each.timeMs);
    if (!visit.machineLike && looksLikeMachine(times, visit.events, visit.humanSeen)) {
      visit.machineLike = true;
      options.diagnose('machine-like', 'These events look like a machine; they are kept out of learning.');
    }
    if (visit.cart !== undefined || event.name === 'add_to_cart')
      visit.cart = cartAfter(visit.cart ?? [], { name: event.name, items: event.items });
    return event;
  }

  function note({ event, timeMs }: { event: ShopperEvent; timeMs: number }, { outcome, reasons }: Cleaned): void {
    const name = typeof event?.name === 'string' ? event.name : 'unknown';
    cleaning = [{ timeMs, event: name, outcome, reasons }, ...cleaning].slice(0, cleaningsShown);
    if (outcome === 'rejected') options.diagnose('event-rejected', `${name}: ${reasons.join('; ')}`);
  }

  async function queueCounts(records: AnonymousRecord[]): Promise<void> {
    const { granted, budget } = spend(visit.budget, records.length, now());
    visit.budget = budget;
    await queue(records.slice(0, granted), () => now());
  }

  async function queue(records: AnonymousRecord[], due: () => number): Promise<void> {
    if (records.length === 0) return;
    const madeMs = now();
    const queued = records.map(
      (record): QueuedRecord => ({
        id: record.id,
        kind: record.kind,
        type: record.kind === 'count' ? record.type : 'path',
        json: JSON.stringify(record),
        madeMs,
        dueMs: due(),
      }),
    );
    await store().enqueue(queued);
    options.onQueued();
  }

  /** Ends the visit and begins the next. The first tab to notice makes the paths. */
  async function end(timeMs: number): Promise<void> {
    const ended = visit;
    const told = events.filter((event) => event.visit === ended.visit);
    visit = newVisit(newRecordId(), timeMs, ended);
    visit.humanSeen = ended.humanSeen;
    if (told.length > 0 && (await store().claim(ended.visit))) {
      const all = (await store().recentEvents(2_000)).filter((event) => event.visit === ended.visit);
      const paths = consent().send ? pathsOf(all, ended, options.mayLeave, random) : [];
      await queue(paths, () => now() + random() * options.pathDelayMs);
      if (!consent().remember) await store().dropVisit(ended.visit);
    }
    if (!consent().remember) events = events.filter((event) => event.visit !== ended.visit);
    await store().write('visit', visit);
  }

  /** A page that stays open must notice the end of a visit by itself. */
  function watchIdle(): void {
    clearTimeout(idle);
    if (events.at(-1)?.visit !== visit.visit) return;
    idle = setTimeout(() => void end(now()), Math.max(0, visit.lastMs + visitIdleMs - now()) + 1_000);
  }

  return {
    get visit(): VisitState {
      return visit;
    },
    /** The newest events, oldest first: of this visit, and of earlier ones when they may be remembered. */
    get events(): readonly CleanEvent[] {
      return events;
    },
    get cleaning(): Insights['cleaning'] {
      return cleaning;
    },
    open,
    take,
    /** Notes which items were suggested, so that what the shopper does with them can be counted as ours. */
    noteShown(suggestions: readonly Suggestion[], model: string): void {
      suggestions.forEach(({ item_id }, slot) => {
        visit.shown[item_id] = { model, slot };
      });
    },
    /** The shopper agreed to storing, or took it back: the visit goes on in the other store. */
    async moveTo(target: Store, from: Store): Promise<void> {
      const earlier = (await target.read('visit')) as VisitState | undefined;
      if (earlier !== undefined) {
        visit.orders = [...new Set([...earlier.orders, ...visit.orders])].slice(-50);
        visit.budget = { visit: visit.budget.visit, days: { ...earlier.budget.days, ...visit.budget.days } };
      }
      await target.addEvents(
        events.filter((event) => event.visit === visit.visit),
        visit,
      );
      await target.enqueue(await from.queue());
      await target.settle([], await from.ledger());
    },
    reset(): void {
      clearTimeout(idle);
      visit = newVisit(newRecordId(), now());
      events = [];
      cleaning = [];
    },
    stop(): void {
      clearTimeout(idle);
    },
  };
}

const hasId = (item: Item): boolean => typeof item?.item_id === 'string' && item.item_id !== '';
