import type { AnonymousRecord, BatchAnswer } from '@edgecart/protocol';
import { surplus } from './queue-limits.ts';
import { retryAfter, retryDelay } from './retry-schedule.ts';
import type { QueuedRecord, Store } from './store.ts';

export interface DeliveryOptions {
  url: string;
  batchRecords: number;
  intervalMs: number;
  fetcher: typeof fetch;
  diagnose: (code: string, message: string) => void;
  /** Called with the counts that wait, whenever they change. */
  onUnsent: (records: string[]) => void;
  now?: () => number;
  random?: () => number;
}

/**
 * `idle`: nothing to do, or waiting for a batch to fill. `waiting`: the collector was away, a retry is planned.
 * `broken`: it was away three times in a row (an ad blocker?); silence until the browser comes online or a new page.
 */
type DeliveryState = 'idle' | 'sending' | 'waiting' | 'broken';

/** What became of a batch. */
interface Outcome {
  /** 0 when there was no answer at all. */
  status: number;
  /** The collector may take it another time, but not before so many milliseconds have passed. */
  retryAfterMs?: number;
  why?: string;
  /** Of the records that were not taken; absent when none was. */
  errors?: BatchAnswer['errors'];
}

const maxBatchBytes = 32_768;
const failuresUntilBroken = 3;

export interface Delivery {
  /** New records are in the queue. */
  enqueued(): Promise<void>;
  /** Consent came or went. */
  permit(allowed: boolean): void;
  /** Forgets failures and tries again. */
  online(): void;
  halt(): void;
}

/** Sends the queue in batches; paths alone. A record leaves the queue only when the collector has answered for it. */
export function createDelivery(store: () => Store, options: DeliveryOptions): Delivery {
  // `fetch` must not be called as a method of ours.
  const { fetcher, now = Date.now, random = Math.random } = options;
  let state: DeliveryState = 'idle';
  let allowed = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function plan(delayMs: number): void {
    clearTimeout(timer);
    if (allowed) timer = setTimeout(() => void round(), Math.min(delayMs, 2 ** 31 - 1));
  }

  /** Looks at the queue and decides when to send next. */
  async function consider(): Promise<void> {
    if (!allowed || state !== 'idle') return;
    const queue = await store().queue();
    if (queue.length === 0) return;
    const counts = queue.filter((record) => record.kind === 'count');
    if (counts.length >= options.batchRecords) return plan(0);
    const oldest = Math.min(...counts.map((record) => record.madeMs + options.intervalMs));
    const due = Math.min(...queue.filter((record) => record.kind === 'path').map((record) => record.dueMs));
    plan(Math.max(0, Math.min(oldest, due) - now()));
  }

  async function round(): Promise<void> {
    if (!allowed || state === 'sending' || state === 'broken') return;
    state = 'sending';
    let away: Outcome | undefined;
    await oneTabAtATime(async () => {
      for (;;) {
        // Looked at anew before each request: another tab may have taken back what this one was about to send.
        const batch = nextBatch(await store().queue(), options.batchRecords, now());
        if (!allowed || batch.length === 0) return;
        const outcome = await post(batch);
        if (outcome.retryAfterMs !== undefined) {
          away = outcome;
          return;
        }
        failures = 0;
        await settle(batch, outcome);
      }
    });
    state = 'idle';
    if (away === undefined) await consider();
    else backOff(away);
  }

  function backOff({ status, retryAfterMs, why }: Outcome): void {
    failures++;
    if (status === 0 && failures >= failuresUntilBroken) {
      state = 'broken';
      options.diagnose(
        'collector-unreachable',
        `${options.url} was out of reach ${failures} times (${why}); records wait.`,
      );
      return;
    }
    state = 'waiting';
    plan(retryDelay(failures, retryAfterMs, random));
  }

  async function settle(batch: QueuedRecord[], { status, errors }: Outcome): Promise<void> {
    const ids = batch.map((record) => record.id);
    for (const { index, path, reason } of errors ?? [])
      options.diagnose('record-refused', `${path} ${reason}, in ${batch[index]?.json}`);
    if (errors === undefined)
      options.diagnose('batch-refused', `${options.url} answered ${status}; ${ids.length} records were dropped.`);
    const sentMs = now();
    // What was refused has left the device all the same, so the ledger shows it.
    const delivered = batch.map(({ json }) => ({ sentMs, json, record: JSON.parse(json) as AnonymousRecord }));
    await store().settle(ids, delivered);
    await mirror();
  }

  async function post(batch: QueuedRecord[]): Promise<Outcome> {
    const body = `{"records":[${batch.map((record) => record.json).join(',')}]}`;
    try {
      // text/plain spares the preflight that application/json would cost on every other origin.
      const answer = await fetcher(options.url, {
        method: 'POST',
        body,
        headers: { 'content-type': 'text/plain' },
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
      });
      const { status } = answer;
      if (answer.ok) return { status, errors: ((await answer.json()) as BatchAnswer).errors ?? [] };
      if (status < 500 && status !== 429 && status !== 408) return { status };
      return { status, retryAfterMs: retryAfter(answer.headers.get('retry-after'), now()) };
    } catch (error) {
      return { status: 0, retryAfterMs: 0, why: String(error) };
    }
  }

  async function mirror(): Promise<void> {
    const queue = await store().queue();
    options.onUnsent(queue.filter((record) => record.kind === 'count').map((record) => record.json));
  }

  return {
    async enqueued() {
      const tooMany = surplus(await store().queue(), now());
      if (tooMany.length > 0) {
        await store().settle(tooMany, []);
        options.diagnose('queue-full', `${tooMany.length} records were dropped: too old or many.`);
      }
      await mirror();
      await consider();
    },
    permit(is) {
      allowed = is;
      if (allowed) void consider();
      else clearTimeout(timer);
    },
    online() {
      failures = 0;
      if (state !== 'sending') state = 'idle';
      void consider();
    },
    halt() {
      allowed = false;
      clearTimeout(timer);
    },
  };
}

/** What goes with the next request: counts, oldest first; when there are none, a path that is due, alone; else nothing. */
export function nextBatch(queue: readonly QueuedRecord[], batchRecords: number, nowMs: number): QueuedRecord[] {
  let bytes = 0;
  const counts = queue
    .filter((record) => record.kind === 'count')
    .sort((a, b) => a.madeMs - b.madeMs)
    .slice(0, batchRecords)
    .filter((record, at) => {
      bytes += record.json.length + 1;
      return at === 0 || bytes <= maxBatchBytes;
    });
  return counts.length > 0
    ? counts
    : queue.filter((record) => record.kind === 'path' && record.dueMs <= nowMs).slice(0, 1);
}

/** Web Locks keep two tabs from sending the same queue; where a sandboxed frame refuses them (it throws), ids do. */
async function oneTabAtATime(work: () => Promise<void>): Promise<void> {
  let started = false;
  try {
    await navigator.locks.request('edgecart-deliver', () => {
      started = true;
      return work();
    });
  } catch (error) {
    if (started) throw error;
    await work();
  }
}
