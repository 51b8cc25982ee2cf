import { type AnonymousRecord, type EventName, eventNames } from '@edgecart/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JournalEntry } from '../contract.ts';
import { allBatches } from './all-batches.fixture.ts';
import { createMemoryStore } from './memory-store.ts';
import type { QueuedRecord } from './store.ts';
import { createVisitKeeper } from './visit-keeper.ts';
import { visitIdleMs } from './visit-state.ts';

/**
 * What docs/privacy.md promises of every visit, held over generated months of visits in several tabs: the real visit
 * keeper on a shared store, judged by what a watcher beside it saw the shopper do.
 */
const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 's', 't'];
const sensitive = new Set(['s', 't']);
const catalogue = new Map(
  ids.map((item_id) => [item_id, { item_id, item_name: item_id, price: 2, item_category: 'x' }] as const),
);
const pathDelayMs = 600_000;
const dayMs = 86_400_000;

const someIds = fc.array(fc.constantFrom(...ids, 'unknown'), { minLength: 1, maxLength: 6 });
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('tell' as const),
      name: fc.constantFrom<EventName>(...eventNames),
      ids: someIds,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('tell' as const), name: fc.constant<EventName>('view_item'), ids: someIds }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('cart' as const),
      ids: fc.array(fc.constantFrom(...ids), { maxLength: 5 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('purchase' as const), less: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      minutes: fc.constantFrom(1, 20, 29, 31, 60, 1_500, 14_400),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('agree' as const), send: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('tab' as const), tab: fc.nat(2) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('flood' as const),
      id: fc.constantFrom(...ids),
      times: fc.integer({ min: 20, max: 60 }),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Made extends QueuedRecord {
  record: AnonymousRecord;
  /** The visit that it was made in or of. */
  visit: string;
  sendWasOn: boolean;
}
interface Watched {
  /** By the order that ended it. */
  bought: Set<string>;
  ended: boolean;
}

/** Lives through the steps; answers with the records, and with what was to be seen of each visit. */
async function live(steps: readonly Step[], seed: number) {
  let nowMs = Date.UTC(2026, 0, 5, 9);
  let draws = seed;
  const random = () => {
    draws = (draws * 16_807 + 11) % 2_147_483_647;
    return draws / 2_147_483_647;
  };
  const consent = { store: true, remember: true, send: true };
  const store = createMemoryStore();
  const made: Made[] = [];
  const seen = new Map<string, Watched>();
  const tabs = await Promise.all(
    [0, 1, 2].map(async (tab) => {
      const keeper = createVisitKeeper({
        store: () => store,
        catalogue: () => catalogue,
        mayLeave: (id) => catalogue.has(id) && !sensitive.has(id),
        pathDelayMs,
        consent: () => consent,
        diagnose: () => {},
        onQueued: () => {},
        now: () => nowMs,
        random,
      });
      await keeper.open();
      return { page: `page${tab}`, entries: 0, keeper };
    }),
  );
  let tab = tabs[0];
  let cart = new Set<string>();
  const watch = (visit: string): Watched => {
    const known = seen.get(visit) ?? { bought: new Set(), ended: false };
    seen.set(visit, known);
    return known;
  };
  const current = async () => (await store.load()).visit ?? tab?.keeper.visit;

  async function take(said: JournalEntry['said'], order: readonly string[] = []): Promise<void> {
    if (tab === undefined) return;
    nowMs += 700;
    const { visit: before = '', lastMs = nowMs } = (await current()) ?? {};
    // An order after half an hour belongs to the visit that begins with it.
    const idle = nowMs - lastMs > visitIdleMs;
    if (!idle) for (const id of order) watch(before).bought.add(id);
    const known = new Set(made.map(({ id }) => id));
    const entry = { page: tab.page, number: ++tab.entries, timeMs: nowMs, humanSeen: true, agreed: consent.send, said };
    await tab.keeper.take([entry]);
    const after = (await current())?.visit ?? '';
    if (after !== before) watch(before).ended = true;
    const ordering = idle ? `${after}, which it ended` : before;
    for (const queued of await store.queue())
      if (!known.has(queued.id)) {
        const record = JSON.parse(queued.json) as AnonymousRecord;
        made.push({
          ...queued,
          record,
          visit: record.kind === 'path' ? before : order.length > 0 ? ordering : after,
          sendWasOn: consent.send,
        });
      }
  }

  for (const each of steps) {
    if (each.do === 'wait') nowMs += each.minutes * 60_000;
    else if (each.do === 'agree') consent.send = each.send;
    else if (each.do === 'tab') tab = tabs[each.tab];
    else if (each.do === 'flood')
      for (let i = 0; i < each.times; i++) await take({ event: { name: 'view_item', items: [{ item_id: each.id }] } });
    else if (each.do === 'cart') await take({ cart: each.ids.map((item_id) => ({ item_id })) });
    else {
      const told = each.do === 'purchase' ? [...cart].slice(each.less ? 1 : 0) : each.ids;
      const name = each.do === 'purchase' ? 'purchase' : each.name;
      const items = told.map((item_id) => ({ item_id }));
      await take({ event: { name, items } }, name === 'purchase' ? told : []);
    }
    cart = new Set(((await current())?.cart ?? []).map((line) => line.item_id));
  }
  for (const { keeper } of tabs) keeper.halt();
  return { made, seen };
}

test('over generated months of visits, each rule of what leaves holds', async () => {
  const tried = { paths: 0, counts: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 80 }),
      fc.integer({ min: 1, max: 1e9 }),
      async (steps, seed) => {
        const { made, seen } = await live(steps, seed);
        const paths = made.flatMap((each) => (each.record.kind === 'path' ? [{ ...each, path: each.record }] : []));
        tried.paths += paths.length;
        const counts = made.filter(({ kind }) => kind === 'count');

        for (const { record, sendWasOn } of made) {
          const named = record.kind === 'path' ? record.items : [record.item];
          for (const id of named) expect(catalogue.has(id) && !sensitive.has(id)).toBe(true);
          if (record.kind === 'count' && record.type !== 'purchase') expect(record.hour).toMatch(/T00$/);
          expect(sendWasOn).toBe(true);
        }
        for (const { path, visit, madeMs, dueMs } of paths) {
          expect(new Set(path.items).size).toBe(path.items.length);
          expect(dueMs).toBeGreaterThanOrEqual(madeMs);
          expect(dueMs).toBeLessThanOrEqual(madeMs + pathDelayMs);
          const { ended, bought } = seen.get(visit) ?? { ended: false, bought: new Set() };
          expect(ended).toBe(true);
          expect(path.bought).toBe(true);
          for (const id of path.items) expect(bought.has(id)).toBe(true);
        }
        for (const visit of new Set(paths.map((each) => each.visit))) {
          const own = paths.filter((each) => each.visit === visit);
          expect(own.length).toBeLessThanOrEqual(3);
          const items = own.flatMap(({ path }) => path.items);
          expect(new Set(items).size).toBe(items.length);
        }
        tried.counts = Math.max(tried.counts, counts.length);
        const most = (key: (each: Made) => string) => {
          const sums = new Map<string, number>();
          for (const each of counts) sums.set(key(each), (sums.get(key(each)) ?? 0) + 1);
          return Math.max(0, ...sums.values());
        };
        expect(most(({ visit }) => visit)).toBeLessThanOrEqual(100);
        expect(most(({ madeMs }) => new Date(madeMs).toISOString().slice(0, 10))).toBeLessThanOrEqual(200);
        for (const { madeMs } of counts) {
          const month = counts.filter((each) => madeMs - each.madeMs >= 0 && madeMs - each.madeMs < 29 * dayMs);
          expect(month.length).toBeLessThanOrEqual(2_000);
        }
        const latest = Math.max(0, ...made.map(({ dueMs }) => dueMs));
        for (const batch of allBatches(made, 20, latest))
          if (batch.some(({ kind }) => kind === 'path')) expect(batch).toHaveLength(1);
        for (const { id, dueMs } of paths)
          expect(
            allBatches(made, 20, dueMs - 1)
              .flat()
              .some((each) => each.id === id),
          ).toBe(false);
      },
    ),
    { numRuns: 400 },
  );
  // Rules that nothing was tried against would hold, too.
  expect(tried.paths).toBeGreaterThan(10);
  expect(tried.counts).toBeGreaterThan(100);
}, 120_000);
