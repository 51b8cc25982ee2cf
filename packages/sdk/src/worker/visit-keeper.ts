import type { AnonymousRecord } from '@edgecart/protocol';
import type { Products } from '@edgecart/recommender';
import type { Consent, Insights } from '../api.ts';
import type { JournalEntry } from '../contract.ts';
import { countsOf, type MayLeave, newRecordId, pathsOf, spend } from './anonymise.ts';
import { cartAfter, cartEvents, cartLines } from './cart-events.ts';
import { type Captured, clean, looksLikeMachine } from './clean.ts';
import { eventsLoaded, type QueuedRecord, type Step, type Store } from './store.ts';
import { type CleanEvent, newVisit, type VisitState, visitIdleMs } from './visit-state.ts';

export interface VisitKeeperOptions {
  store: () => Store;
  catalogue: () => Pick<Products, 'get'>;
  mayLeave: MayLeave;
  pathDelayMs: number;
  consent: () => Consent;
  diagnose: (code: string, message: string) => void;
  onQueued: () => void;
  now?: () => number;
  random?: () => number;
}

type Cleaning = Insights['cleaning'][number];

const cleaningsShown = 100;
/** Twenty tabs that track at once need some ten of them, each after a longer pause. */
const commitTries = 40;
const pauseMs = 10;

const read = <T>(said: T | string): T => (typeof said === 'string' ? JSON.parse(said) : said);

export type VisitKeeper = ReturnType<typeof createVisitKeeper>;

/**
 * Takes what the page captured through clean, analyse and anonymise to the store, and knows which visit goes on. A visit
 * ends with an order, after 30 minutes without an event, or when the next one begins; then its paths are made.
 *
 * Several pages may do this at once: other tabs, and the page before this one, whose worker can outlive it. So each step
 * is worked out from the stored state and committed only if that is still the state; else it is worked out again.
 */
export function createVisitKeeper(options: VisitKeeperOptions) {
  const { store, catalogue, consent, now = Date.now, random = Math.random } = options;
  let visit = newVisit(newRecordId(), now());
  let events: CleanEvent[] = [];
  let cleaning: Cleaning[] = [];
  let idle: ReturnType<typeof setTimeout> | undefined;

  /** A step in the making: what it reads is the state so far, what it writes is committed at its end. */
  function createStep() {
    let state = structuredClone(visit);
    let seen = events;
    const step: Pick<Step, 'events' | 'records' | 'forgotten'> = { events: [], records: [], forgotten: [] };
    const notes: Cleaning[] = [];
    let machineFound = false;

    const enqueue = (records: AnonymousRecord[], delayMs: () => number) => {
      for (const record of records)
        step.records.push({
          id: record.id,
          kind: record.kind,
          type: record.kind === 'count' ? record.type : 'path',
          json: JSON.stringify(record),
          madeMs: now(),
          dueMs: now() + delayMs(),
        });
    };

    function end(timeMs: number): void {
      const told = seen.filter((event) => event.visit === state.visit);
      if (consent().send) enqueue(pathsOf(told, state, options.mayLeave, random), () => random() * options.pathDelayMs);
      if (!consent().remember) {
        step.forgotten.push(state.visit);
        seen = seen.filter((event) => event.visit !== state.visit);
      }
      state = { ...newVisit(newRecordId(), timeMs, state), humanSeen: state.humanSeen };
    }

    function takeEvent(captured: Captured, agreed: boolean): void {
      const context = {
        catalogue: catalogue(),
        recent: seen.slice(-20),
        nowMs: now(),
        shareable: agreed && consent().send,
      };
      const result = clean(captured, state, context);
      const name = typeof captured.event?.name === 'string' ? captured.event.name : 'unknown';
      notes.push({ timeMs: captured.timeMs, event: name, outcome: result.outcome, reasons: result.reasons });
      if (result.outcome === 'rejected') return;
      const { event, orderHash } = result;
      step.events.push(event);
      seen = [...seen, event].slice(-eventsLoaded);
      state.lastMs = event.timeMs;
      state.events++;
      const ownId = captured.event.event_id;
      if (ownId !== undefined) state.eventIds = [...state.eventIds, String(ownId)].slice(-200);
      if (orderHash !== undefined) state.orders = [...state.orders, orderHash].slice(-50);
      const times = seen.filter((each) => each.visit === state.visit).map((each) => each.timeMs);
      if (!state.machineLike && looksLikeMachine(times, state.events, state.humanSeen)) {
        state.machineLike = true;
        machineFound = true;
      }
      const counts = countsOf(event, state, options.mayLeave);
      const { granted, budget } = spend(state.budget, counts.length, now(), event.name);
      state.budget = budget;
      enqueue(counts.slice(0, granted), () => 0);
      // Before the cart is emptied: what lies in it and is not in the order may have been bought all the same.
      if (event.name === 'purchase') end(event.timeMs);
      if (state.cart !== undefined || event.name === 'add_to_cart')
        state.cart = cartAfter(state.cart ?? [], { name: event.name, items: event.items });
    }

    return {
      /** Whether the visit has run out by a time; if so it is ended. */
      endIfIdle(timeMs: number): boolean {
        const over = timeMs - state.lastMs > visitIdleMs;
        if (over) end(timeMs);
        return over;
      },
      takeEntry(entry: JournalEntry): void {
        // Anything can stand in a journal, and an entry that cannot be taken must not hold up the others for ever.
        try {
          const { page, number, timeMs, said } = entry;
          if (!(number > (state.taken[page] ?? 0))) return;
          state.taken[page] = number;
          this.endIfIdle(Math.min(timeMs, now()));
          state.humanSeen ||= entry.humanSeen;
          if ('event' in said) takeEvent({ timeMs, event: read(said.event) }, entry.agreed);
          else {
            const items = read(said.cart);
            if (!Array.isArray(items)) throw new Error('cart.set: items is not an array');
            const lines = cartLines(items);
            for (const event of cartEvents(state.cart, lines)) takeEvent({ timeMs, event }, entry.agreed);
            state.cart = lines;
          }
        } catch (error) {
          notes.push({ timeMs: now(), event: 'unknown', outcome: 'rejected', reasons: [String(error)] });
        }
      },
      /** Answers `false` when another tab was faster; then nothing has changed but what this one knows of it. */
      async commit(): Promise<boolean> {
        state.revision++;
        if (!(await store().commit({ ...step, visit: state }))) return false;
        // Meanwhile something may have been suggested.
        if (state.visit === visit.visit) Object.assign(state.shown, visit.shown);
        visit = state;
        events = seen;
        cleaning = [...notes.reverse(), ...cleaning].slice(0, cleaningsShown);
        for (const { event, outcome, reasons } of notes)
          if (outcome === 'rejected') options.diagnose('event-rejected', `${event}: ${reasons.join('; ')}`);
        if (machineFound) options.diagnose('machine-like', 'Looks like a machine: not learned from.');
        if (step.records.length > 0) options.onQueued();
        watchIdle();
        return true;
      },
    };
  }

  async function load(): Promise<void> {
    const stored = await store().load();
    if (stored.visit === undefined) return;
    // What this page suggested counts, whoever committed last.
    visit = { ...stored.visit, shown: { ...stored.visit.shown, ...visit.shown } };
    events = stored.events;
  }

  /** Works a step out and commits it, again and again while others are faster. `fill` says whether there is anything. */
  async function perform(fill: (step: ReturnType<typeof createStep>) => boolean): Promise<void> {
    for (let tries = 0; tries < commitTries; tries++) {
      const step = createStep();
      if (!fill(step) || (await step.commit())) return;
      await new Promise((resolve) => setTimeout(resolve, random() * tries * pauseMs));
      await load();
    }
    options.diagnose('store-busy', 'Other tabs were faster; events are lost.');
  }

  const endIfIdle = () => perform((step) => step.endIfIdle(now()));

  /** A page that stays open must notice the end of a visit by itself. */
  function watchIdle(): void {
    clearTimeout(idle);
    if (events.at(-1)?.visit !== visit.visit) return;
    idle = setTimeout(() => void endIfIdle(), Math.max(0, visit.lastMs + visitIdleMs - now()) + 1_000);
  }

  return {
    get visit(): VisitState {
      return visit;
    },
    /** The newest events, oldest first: of this visit, and of earlier ones when they may be remembered. */
    get events(): readonly CleanEvent[] {
      return events;
    },
    get cleaning(): readonly Cleaning[] {
      return cleaning;
    },
    /** Goes on from what is stored: the shopper may come from another tab. */
    load,
    async open(): Promise<void> {
      await load();
      if (events.length > 0) await endIfIdle();
      watchIdle();
    },
    /** Takes entries in the order of capture, which is truer than their clocks. */
    take: (entries: readonly JournalEntry[]): Promise<void> =>
      perform((step) => {
        for (const entry of entries) step.takeEntry(entry);
        return true;
      }),
    /** Notes which items were suggested, so that what the shopper does with them can be counted as ours. */
    noteShown(ids: readonly string[], model: string, arm: number): void {
      ids.forEach((id, slot) => {
        visit.shown[id] = { model, slot, ...(arm && { arm }) };
      });
    },
    /** The shopper agreed to storing, or took it back: the visit goes on in the other store. */
    async moveOver(target: Store, queue: QueuedRecord[]): Promise<void> {
      const earlier = (await target.load()).visit;
      visit = {
        ...visit,
        revision: (earlier?.revision ?? 0) + 1,
        orders: [...new Set([...(earlier?.orders ?? []), ...visit.orders])].slice(-50),
        budget: { visit: visit.budget.visit, days: { ...earlier?.budget.days, ...visit.budget.days } },
      };
      const own = events.filter((event) => event.visit === visit.visit);
      await target.commit({ visit, events: own, records: queue, forgotten: [] });
    },
    reset(): void {
      clearTimeout(idle);
      visit = newVisit(newRecordId(), now());
      events = [];
      cleaning = [];
    },
    halt(): void {
      clearTimeout(idle);
    },
  };
}
