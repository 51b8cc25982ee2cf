import { setTimeout as sleep } from 'node:timers/promises';
import { connectProducer, ensureTopics, type KafkaProducer } from './connect.ts';
import { kafkaReason, refusalOf } from './kafka-errors.ts';
import type { KafkaOptions } from './kafka-options.ts';
import type { KafkaState } from './kafka-state.ts';
import type { Message } from './to-message.ts';
import type { TopicKind } from './topics.ts';

/** A message that Kafka refuses for itself, by Kafka's name of the error. */
export interface Refused {
  message: Message;
  reason: string;
}

export interface KafkaSenderParts {
  options: KafkaOptions;
  topics: Record<TopicKind, readonly string[]>;
  /** Ends all waiting and trying. */
  signal: AbortSignal;
  onState: (state: KafkaState) => void;
  random?: () => number;
}

/** Longer than the client itself may take with its retries: what it never answers is given up here. */
const patienceMs = 60_000;
/** When the collector stops, an answer that is on its way saves sending those records again after the next start. */
const stopPatienceMs = 2_000;
const shortestWaitMs = 100;
const longestWaitMs = 5_000;

/**
 * Brings messages to Kafka, for ever: whatever goes wrong with the cluster it tries again with a new connection, after a
 * while with full jitter (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). Only a message that
 * Kafka refuses for itself is given back, so that it does not hold up the others.
 */
export class KafkaSender {
  readonly #parts: Required<KafkaSenderParts>;
  #producer: KafkaProducer | undefined;
  #state: KafkaState = { kind: 'connecting', sinceMs: Date.now() };
  #failures = 0;

  constructor(parts: KafkaSenderParts) {
    this.#parts = { random: Math.random, ...parts };
  }

  /** Resolves when Kafka has all messages but those it answers with. Rejects only when the signal has ended it. */
  async deliver(messages: readonly Message[]): Promise<Refused[]> {
    for (;;) {
      this.#parts.signal.throwIfAborted();
      try {
        await this.#send(messages);
        this.#succeeded();
        return [];
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal === undefined) {
          await this.#failed(error);
          continue;
        }
        this.#succeeded();
        const [only] = messages;
        if (messages.length === 1 && only) return [{ message: only, reason: refusal }];
        // Which of them it is the answer does not say; those in the other half arrive.
        const half = Math.ceil(messages.length / 2);
        return [...(await this.deliver(messages.slice(0, half))), ...(await this.deliver(messages.slice(half)))];
      }
    }
  }

  async close(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.close(true).catch(() => {});
  }

  async #send(messages: readonly Message[]): Promise<void> {
    const { options, topics, signal } = this.#parts;
    const answered = new AbortController();
    const work = async () => {
      if (!this.#producer) {
        await ensureTopics(options, topics);
        this.#producer = await connectProducer(options);
      }
      // The client writes into what it is given.
      await this.#producer.send({ messages: messages.map((message) => ({ ...message })) });
    };
    const working = work();
    working.catch(() => {});
    try {
      await Promise.race([working, givingUp(signal, answered.signal)]);
    } finally {
      answered.abort();
    }
  }

  #succeeded(): void {
    this.#failures = 0;
    if (this.#state.kind !== 'connected') this.#enter({ kind: 'connected', sinceMs: Date.now() });
  }

  async #failed(error: unknown): Promise<void> {
    const { signal, random } = this.#parts;
    signal.throwIfAborted();
    const sinceMs = this.#state.kind === 'away' ? this.#state.sinceMs : Date.now();
    this.#enter({ kind: 'away', sinceMs, reason: kafkaReason(error) });
    await this.close();
    const ceilingMs = Math.min(longestWaitMs, shortestWaitMs * 2 ** this.#failures);
    this.#failures += 1;
    await sleep(shortestWaitMs + random() * ceilingMs, undefined, { signal, ref: false });
  }

  #enter(state: KafkaState): void {
    this.#state = state;
    this.#parts.onState(state);
  }
}

/** Rejects when nothing was answered for too long, sooner once the collector stops; forgotten when it was answered. */
async function givingUp(stop: AbortSignal, answered: AbortSignal): Promise<never> {
  const either = AbortSignal.any([stop, answered]);
  await sleep(patienceMs, undefined, { signal: either, ref: false }).catch(() => {});
  if (stop.aborted) await sleep(stopPatienceMs, undefined, { signal: answered, ref: false });
  throw new Error(`no answer within ${patienceMs / 1000} s`);
}
