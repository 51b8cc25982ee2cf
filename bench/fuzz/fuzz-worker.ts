import { eventNames } from '@edgecart/protocol';
import { between, oneOf, seededRandom } from '../load/random.ts';
import { hostileValue, mutated } from './hostile-value.ts';
import { startWorkerInNode } from './worker-in-node.ts';

export interface WorkerRun {
  events: number;
  /** Calls that the worker did not answer with a result: an exception in it. */
  failed: string[];
  sent: number;
  /** Heap in 10^6 bytes after a fifth, and after all. */
  heapEarlyMb: number;
  heapLateMb: number;
}

const perCall = 100;
const ids = Array.from({ length: 50 }, (_, i) => `item-${i}`);

/** Tells the built worker hostile events and carts; every call must be answered, and its memory must not grow. */
export async function fuzzWorker(file: string, events: number, seed: number): Promise<WorkerRun> {
  const random = seededRandom(seed);
  const failed: string[] = [];
  let sent = 0;
  const worker = await startWorkerInNode(file, (async (_url: string, { body = '' }: { body?: string } = {}) => {
    sent += (JSON.parse(body) as { records: unknown[] }).records.length;
    return new Response('{"stored":1,"duplicates":0,"errors":[]}');
  }) as typeof fetch);
  const call = async (name: string, argument?: unknown) => {
    try {
      return await worker.call(name, argument);
    } catch (error) {
      failed.push(String(error));
      return undefined;
    }
  };
  const item = () => ({
    item_id: oneOf(random, ids),
    price: 3,
    quantity: 1,
    item_name: 'Pears',
    item_category: 'Fruit',
  });
  const event = () => ({
    name: oneOf(random, eventNames),
    items: Array.from({ length: between(random, 0, 4) }, item),
    transaction_id: 'T1',
    event_id: 'E1',
  });
  const hostile = (value: unknown) => {
    let made = value;
    for (let times = between(random, 0, 3); times > 0; times--) made = mutated(random, made);
    return made;
  };
  await call('start', {
    collector: 'http://127.0.0.1:9',
    catalogue: ids.map((item_id) => ({ item_id, item_name: item_id, price: 1, item_category: 'Fruit' })),
    place: 'worker',
    memoryOnly: true,
    hidden: false,
    timeLimitMs: 50,
    modelCheckMs: 600_000,
    delivery: { batchRecords: 20, intervalMs: 0, pathDelayMs: 0 },
    consent: { store: false, remember: true, send: true },
  });
  let timeMs = Date.now() - events * 4_000;
  let heapEarlyMb = 0;
  for (let told = 0; told < events; told += perCall) {
    const entries = Array.from({ length: perCall }, (_, i) => {
      timeMs += between(random, 0, 3_000) + (random() < 0.01 ? 2_400_000 : 0);
      const said = random() < 0.15 ? { cart: hostile([item(), item()]) } : { event: hostile(event()) };
      const entry = { page: 'p', number: told + i + 1, timeMs, humanSeen: true, agreed: true, said };
      return random() < 0.02 ? mutated(random, entry) : entry;
    });
    await call('accept', entries);
    // Its timers are due, too.
    await new Promise((resolve) => setImmediate(resolve));
    // A request that makes no sense may be refused, as long as it is answered: the page then has an answer of its own.
    if (random() < 0.05)
      await worker.call('recommend', { surface: hostileValue(random), limit: hostileValue(random) }).catch(() => {});
    if (random() < 0.01) await call('insights');
    if (told <= events / 5) heapEarlyMb = Math.max(heapEarlyMb, told + perCall > events / 5 ? heapMb() : 0);
  }
  await call('close');
  return { events, failed, sent, heapEarlyMb, heapLateMb: heapMb() };
}

function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}
