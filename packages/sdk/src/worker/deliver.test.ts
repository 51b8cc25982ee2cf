import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { allBatches } from './all-batches.fixture.ts';
import { createDelivery } from './deliver.ts';
import { createMemoryStore } from './memory-store.ts';
import { queueLimits, surplus } from './queue-limits.ts';
import { retryAfter, retryDelay } from './retry-schedule.ts';
import type { QueuedRecord, Store } from './store.ts';
import { newVisit } from './visit-state.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

const queued = (id: string, over: Partial<QueuedRecord> = {}): QueuedRecord => ({
  id,
  kind: 'count',
  type: 'view_item',
  json: JSON.stringify({ id }),
  madeMs: Date.now(),
  dueMs: Date.now(),
  ...over,
});

async function enqueue(store: Store, records: QueuedRecord[]): Promise<void> {
  const { visit = newVisit('v', 0) } = await store.load();
  await store.commit({ visit: { ...visit, revision: visit.revision + 1 }, events: [], records, forgotten: [] });
}

type Reply = { status: number; body?: unknown; headers?: Record<string, string> } | 'unreachable';

function delivering(replies: Reply[]) {
  const store = createMemoryStore();
  const sent: string[][] = [];
  const codes: string[] = [];
  const fetcher = (async (_url: string, options: { body: string }) => {
    sent.push((JSON.parse(options.body) as { records: { id: string }[] }).records.map((record) => record.id));
    const reply = replies.length > 1 ? replies.shift() : replies[0];
    if (reply === 'unreachable' || reply === undefined) throw new TypeError('Failed to fetch');
    const body = JSON.stringify(reply.body ?? { stored: 1, duplicates: 0, errors: [] });
    return new Response(body, { status: reply.status, headers: reply.headers ?? {} });
  }) as unknown as typeof fetch;
  const delivery = createDelivery(() => store, {
    url: 'http://collector.test/v1/records',
    batchRecords: 3,
    intervalMs: 30_000,
    fetcher,
    diagnose: (code) => codes.push(code),
    onUnsent: () => {},
    random: () => 0.5,
  });
  return { store, sent, codes, delivery };
}
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

test('nothing is sent without consent', async () => {
  const { store, sent, delivery } = delivering([{ status: 200 }]);
  await enqueue(store, [queued('a'), queued('b'), queued('c')]);
  await delivery.enqueued();
  await settle(600_000);
  expect(sent).toEqual([]);
});

test('a full batch leaves at once, a rest after the interval, and both stand in the ledger', async () => {
  const { store, sent, delivery } = delivering([{ status: 200 }]);
  delivery.permit(true);
  await enqueue(
    store,
    ['a', 'b', 'c', 'd'].map((id) => queued(id)),
  );
  await delivery.enqueued();
  await settle(10);
  expect(sent).toEqual([['a', 'b', 'c'], ['d']]);
  await enqueue(store, [queued('e')]);
  await delivery.enqueued();
  await settle(29_000);
  expect(sent).toHaveLength(2);
  await settle(2_000);
  expect(sent[2]).toEqual(['e']);
  expect((await store.ledger()).map((entry) => JSON.parse(entry.json).id)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(await store.queue()).toEqual([]);
});

test('a path waits for its own time and travels alone', async () => {
  const { store, sent, delivery } = delivering([{ status: 200 }]);
  delivery.permit(true);
  await enqueue(store, [queued('a'), queued('p', { kind: 'path', type: 'path', dueMs: Date.now() + 60_000 })]);
  await delivery.enqueued();
  await settle(31_000);
  expect(sent).toEqual([['a']]);
  await settle(30_000);
  expect(sent).toEqual([['a'], ['p']]);
});

test('an unreachable collector is tried three times, then left alone until the browser is online again', async () => {
  const { store, sent, codes, delivery } = delivering(['unreachable']);
  delivery.permit(true);
  await enqueue(
    store,
    ['a', 'b', 'c'].map((id) => queued(id)),
  );
  await delivery.enqueued();
  await settle(3_600_000);
  expect(sent).toHaveLength(3);
  expect(codes).toEqual(['collector-unreachable']);
  expect(await store.queue()).toHaveLength(3);
  delivery.online();
  await settle(10);
  expect(sent).toHaveLength(4);
});

test('a collector that asks to wait is obeyed and the same records are sent again', async () => {
  const { store, sent, delivery } = delivering([{ status: 503, headers: { 'retry-after': '120' } }, { status: 200 }]);
  delivery.permit(true);
  await enqueue(
    store,
    ['a', 'b', 'c'].map((id) => queued(id)),
  );
  await delivery.enqueued();
  await settle(119_000);
  expect(sent).toHaveLength(1);
  await settle(2_000);
  expect(sent).toEqual([
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
  ]);
  expect(await store.queue()).toEqual([]);
});

test('a refused record is told and not sent again; a refused batch neither', async () => {
  const errors = [{ index: 1, path: '/hour', reason: 'must be an hour' }];
  const { store, sent, codes, delivery } = delivering([
    { status: 207, body: { stored: 2, duplicates: 0, errors } },
    { status: 404 },
  ]);
  delivery.permit(true);
  await enqueue(
    store,
    ['a', 'b', 'c'].map((id) => queued(id)),
  );
  await delivery.enqueued();
  await settle(10);
  expect(codes).toEqual(['record-refused']);
  await enqueue(
    store,
    ['d', 'e', 'f'].map((id) => queued(id)),
  );
  await delivery.enqueued();
  await settle(600_000);
  expect(codes).toEqual(['record-refused', 'batch-refused']);
  expect(sent).toHaveLength(2);
  expect(await store.queue()).toEqual([]);
});

test('what another tab takes out of the queue while a request is under way does not leave', async () => {
  const { store, sent, delivery } = delivering([{ status: 200 }]);
  await enqueue(
    store,
    ['a', 'b', 'c', 'd', 'e'].map((id) => queued(id)),
  );
  const other = { ...store };
  // The first request stands in the ledger as soon as it is answered; the withdrawal comes right before that.
  store.settle = (ids, delivered) => other.settle([...ids, 'd', 'e'], delivered);
  delivery.permit(true);
  await delivery.enqueued();
  await settle(600_000);
  expect(sent).toEqual([['a', 'b', 'c']]);
});

test('batches hold each record once, within records and bytes', () =>
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 10, max: 9_000 }), { maxLength: 80 }),
      fc.integer({ min: 1, max: 25 }),
      (sizes, most) => {
        const queue = sizes.map((size, i) => queued(`r${i}`, { json: 'x'.repeat(size), madeMs: i }));
        const all = allBatches(queue, most, 0);
        expect(all.flat().map((record) => record.id)).toEqual(queue.map((record) => record.id));
        for (const batch of all) {
          expect(batch.length).toBeLessThanOrEqual(most);
          const bytes = batch.reduce((sum, record) => sum + record.json.length + 1, 0);
          expect(bytes <= 32_768 + 1 || batch.length === 1).toBe(true);
        }
      },
    ),
  ));

describe('a full queue', () => {
  test('loses views first, then cart events, then purchases, and the oldest of each', () => {
    const kinds = ['purchase', 'add_to_cart', 'view_item'];
    const queue = Array.from({ length: 600 }, (_, i) =>
      queued(`${kinds[i % 3]}${i}`, { type: kinds[i % 3] ?? '', madeMs: i }),
    );
    const oldestViews = Array.from({ length: 100 }, (_, i) => `view_item${3 * i + 2}`);
    expect(surplus(queue, 1_000).sort()).toEqual(oldestViews.sort());
  });

  test('loses what is older than seven days', () => {
    const queue = [queued('old', { madeMs: 0 }), queued('new', { madeMs: queueLimits.ageMs })];
    expect(surplus(queue, queueLimits.ageMs + 1)).toEqual(['old']);
  });
});

test('retries wait at random below a doubling ceiling, and never less than they were asked to', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(400_000),
      (failures, random, asked) => {
        const delay = retryDelay(failures, asked, () => random);
        expect(delay).toBeGreaterThanOrEqual(asked);
        expect(delay).toBeLessThanOrEqual(Math.max(asked, Math.min(300_000, 1_000 * 2 ** (failures - 1))));
      },
    ),
  ));

test('Retry-After is read as seconds and as a date', () => {
  expect(retryAfter('7', 0)).toBe(7_000);
  expect(retryAfter('Thu, 01 Jan 1970 00:01:00 GMT', 0)).toBe(60_000);
  expect(retryAfter('soon', 0)).toBe(0);
  expect(retryAfter(null, 0)).toBe(0);
});
