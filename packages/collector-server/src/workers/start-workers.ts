import { Worker } from 'node:worker_threads';
import { CollectorError } from '../errors.ts';
import type { HttpSettings } from '../http/http-side.ts';
import type { Hub } from '../http/hub.ts';
import type { ToldInsights } from '../insights/insights-feed.ts';
import type { KafkaState } from '../kafka/kafka-state.ts';
import type { LogState } from '../log/segment-log.ts';
import type { MetricFamily } from '../metrics/prometheus.ts';
import { ended, threadFile } from '../thread-file.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';
import { tellObserver } from './observations.ts';

export interface WorkersParts {
  count: number;
  settings: Omit<HttpSettings, 'worker' | 'sharesPort'>;
  hub: Hub;
  /** Told before a thread that died is started again. */
  onDeath: (worker: number, thread: number) => Promise<void>;
}

/** Threads that take requests on one port. */
export interface Workers {
  port: number;
  logState: () => LogState;
  /** Of each thread that answers in time. */
  metricFamilies: () => Promise<MetricFamily[][]>;
  tellKafkaState: (state: KafkaState) => void;
  tellInsights: (shop: string, told: ToldInsights) => void;
  close: () => Promise<void>;
}

const metricsPatienceMs = 1_000;
const closePatienceMs = 10_000;
const restartMs = 500;

/**
 * Starts the threads, the first one alone, so that the others share the port that it got. One that dies is started
 * again. Throws what the first one could not do, as a `CollectorError`.
 */
export async function startWorkers(parts: WorkersParts): Promise<Workers> {
  const first = new HttpWorker(parts, 0, parts.settings.options.port);
  const port = await first.listening;
  const workers = [first];
  try {
    for (let worker = 1; worker < parts.count; worker += 1) {
      const next = new HttpWorker(parts, worker, port);
      workers.push(next);
      await next.listening;
    }
  } catch (error) {
    await Promise.all(workers.map((each) => each.close()));
    throw error;
  }
  return {
    port,
    logState: () => workers.map(({ logState }) => logState).find(({ kind }) => kind !== 'open') ?? { kind: 'open' },
    async metricFamilies() {
      const answers = await Promise.all(workers.map((each) => each.metrics()));
      return answers.filter((families) => families !== undefined);
    },
    tellKafkaState(state) {
      for (const each of workers) each.say({ kind: 'kafka-state', state });
    },
    tellInsights(shop, told) {
      for (const each of workers) each.say({ kind: 'insights', shop, told });
    },
    async close() {
      await Promise.all(workers.map((each) => each.close()));
    },
  };
}

/** One of the threads, over its deaths. */
class HttpWorker {
  readonly #parts: WorkersParts;
  readonly #worker: number;
  readonly #port: number;
  readonly #asked = new Map<number, (families: MetricFamily[]) => void>();
  readonly #listeners = new Map<number, Promise<() => void>>();
  readonly listening: Promise<number>;
  logState: LogState = { kind: 'open' };
  #thread: Worker;
  #ended: Promise<void>;
  #questions = 0;
  #listens = false;
  #closing = false;

  constructor(parts: WorkersParts, worker: number, port: number) {
    this.#parts = parts;
    this.#worker = worker;
    this.#port = port;
    const { thread, listening } = this.#start();
    this.#thread = thread;
    this.#ended = ended(thread);
    this.listening = listening;
  }

  say(message: ToWorker): void {
    this.#thread.postMessage(message);
  }

  metrics(): Promise<MetricFamily[] | undefined> {
    const number = ++this.#questions;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), metricsPatienceMs);
      this.#asked.set(number, (families) => {
        clearTimeout(timer);
        resolve(families);
      });
      this.say({ kind: 'ask-own-metrics', number });
    });
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.say({ kind: 'close' });
    const timer = setTimeout(() => void this.#thread.terminate(), closePatienceMs);
    await this.#ended;
    clearTimeout(timer);
    await this.#forgetListeners();
  }

  #start() {
    const { settings, hub } = this.#parts;
    const options = { ...settings.options, port: this.#port };
    const start: WorkerStart = {
      settings: { ...settings, options, worker: this.#worker, sharesPort: true },
      kafkaState: hub.kafkaState(),
    };
    const thread = new Worker(...threadFile('workers/http-thread', start));
    const { threadId } = thread;
    const listening = new Promise<number>((resolve, reject) => {
      thread.on('message', (message: FromWorker) => {
        if (message.kind === 'listening') {
          this.#listens = true;
          resolve(message.port);
        } else if (message.kind === 'failed') reject(failure(message));
        else void this.#hear(message);
      });
      let reason = 'it ended by itself';
      thread.on('error', (error) => {
        reason = error.message;
      });
      thread.on('exit', () => {
        reject(new Error(`worker ${this.#worker} ended before it listened (${reason})`));
        if (this.#listens) void this.#again(reason, threadId);
      });
    });
    // After the first start nobody waits for it.
    listening.catch(() => {});
    return { thread, listening };
  }

  async #again(reason: string, threadId: number): Promise<void> {
    const { hub, onDeath } = this.#parts;
    if (this.#closing) return;
    this.#listens = false;
    hub.onNotice(`worker ${this.#worker} died (${reason}) and is started again`);
    await this.#forgetListeners();
    await onDeath(this.#worker, threadId);
    await new Promise((resolve) => setTimeout(resolve, restartMs).unref());
    if (this.#closing) return;
    const { thread, listening } = this.#start();
    this.#thread = thread;
    this.#ended = ended(thread);
    await listening.catch((error: Error) => this.#again(error.message, threadId));
  }

  async #hear(message: Exclude<FromWorker, { kind: 'listening' | 'failed' }>): Promise<void> {
    const { hub } = this.#parts;
    if (message.kind === 'observed') tellObserver(hub.feed, message.observed);
    else if (message.kind === 'log-state') this.logState = message.state;
    else if (message.kind === 'notice') hub.onNotice(message.text);
    else if (message.kind === 'own-metrics') {
      this.#asked.get(message.number)?.(message.families);
      this.#asked.delete(message.number);
    } else if (message.kind === 'ask-metrics') {
      this.say({ kind: 'metrics', number: message.number, families: await hub.metricFamilies() });
    } else if (message.kind === 'listen') {
      const { number } = message;
      this.#listeners.set(
        number,
        hub.listen((live) => this.say({ kind: 'live', number, message: live })),
      );
    } else {
      const stop = this.#listeners.get(message.number);
      this.#listeners.delete(message.number);
      (await stop)?.();
    }
  }

  async #forgetListeners(): Promise<void> {
    for (const stop of this.#listeners.values()) (await stop)();
    this.#listeners.clear();
  }
}

function failure({ code, message }: Extract<FromWorker, { kind: 'failed' }>): Error {
  return code === undefined ? new Error(message) : new CollectorError(code, message);
}
