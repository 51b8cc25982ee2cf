import type { AnonymousRecord, EventName, ShopperEvent } from '@edgecart/protocol';
import { batches } from '../../packages/sdk/src/worker/deliver.ts';
import { createMemoryStore } from '../../packages/sdk/src/worker/memory-store.ts';
import type { Store } from '../../packages/sdk/src/worker/store.ts';
import { createVisitKeeper } from '../../packages/sdk/src/worker/visit-keeper.ts';
import type { CleanEvent } from '../../packages/sdk/src/worker/visit-state.ts';
import type { Shop } from './shop.ts';
import type { Visit } from './shopping-model.ts';

/** A request of a device, as the collector receives it. */
export interface Sent {
  atMs: number;
  records: AnonymousRecord[];
}

/** All that a device did: what left it, and what never did, in the order of time. */
export interface Device {
  sent: Sent[];
  cleaned: CleanEvent[];
}

/** The SDK's own defaults. */
const delivery = { batchRecords: 20, intervalMs: 30_000, pathDelayMs: 600_000 };
const idleMs = 30 * 60_000;
/** Who stays on the thank-you page, or on the last page, so long that what waits can go. */
const lingersMs = 60_000;
const actsPerPage = 4;

/**
 * Lives a household's visits through the SDK's worker code: cleaning, the visit keeper, anonymising, the queue and its
 * batches, with a memory store, a clock that is told, and seeded randomness. `store` and `send` are consented to. A page
 * gives what it captured when the next one begins, four acts later. The last one stays for a
 * minute after the last act; a path that is not due by then waits for the next visit, as on a phone.
 */
export async function liveDevice(
  visits: readonly Visit[],
  shop: Pick<Shop, 'catalogue'>,
  random: () => number,
  told: (name: EventName, items: readonly string[]) => ShopperEvent = plainly,
): Promise<Device> {
  const cleaned: CleanEvent[] = [];
  const memory = createMemoryStore();
  const store: Store = {
    ...memory,
    async commit(step) {
      const done = await memory.commit(step);
      if (done) cleaned.push(...step.events);
      return done;
    },
  };
  let nowMs = visits[0]?.acts[0]?.timeMs ?? 0;
  const keeper = createVisitKeeper({
    store: () => store,
    catalogue: () => shop.catalogue,
    mayLeave: (id) => shop.catalogue.has(id),
    pathDelayMs: delivery.pathDelayMs,
    consent: () => ({ store: true, remember: false, send: true }),
    diagnose: () => {},
    onQueued: () => {},
    now: () => nowMs,
    random,
  });
  const sent: Sent[] = [];
  /** The requests that the delivery would have made up to now, each at its own time. */
  async function deliver(leaving = false): Promise<void> {
    const queue = await store.queue();
    const counts = queue.filter((record) => record.kind === 'count');
    const oldestMs = Math.min(...counts.map((record) => record.madeMs));
    const due = leaving || counts.length >= delivery.batchRecords || nowMs - oldestMs >= delivery.intervalMs;
    for (const batch of batches(queue, delivery.batchRecords, nowMs)) {
      const isPath = batch.some((record) => record.kind === 'path');
      if (!isPath && !due) continue;
      sent.push({ atMs: nowMs, records: batch.map(({ json }) => JSON.parse(json) as AnonymousRecord) });
      await store.settle(
        batch.map(({ id }) => id),
        [],
      );
    }
  }
  for (const [page, { acts }] of visits.entries()) {
    nowMs = acts[0]?.timeMs ?? nowMs;
    await keeper.open();
    await deliver();
    for (let at = 0; at < acts.length; at += actsPerPage) {
      const entries = acts.slice(at, at + actsPerPage).map(({ timeMs, name, items }, place) => ({
        page: `${page}`,
        number: at + place + 1,
        timeMs,
        humanSeen: true,
        agreed: true,
        said: { event: told(name, items) },
      }));
      nowMs = entries.at(-1)?.timeMs ?? nowMs;
      await keeper.take(entries);
      await deliver();
    }
    const stays = random() < 0.5;
    nowMs += stays ? idleMs + lingersMs : lingersMs;
    await keeper.open();
    await deliver(true);
    if (stays) {
      nowMs += delivery.pathDelayMs;
      await deliver(true);
    }
  }
  keeper.halt();
  return { sent, cleaned };
}

const plainly = (name: EventName, items: readonly string[]): ShopperEvent => ({
  name,
  items: items.map((item_id) => ({ item_id })),
});
