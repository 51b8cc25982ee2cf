import { setImmediate } from 'node:timers/promises';
import type { InsightsSource, Take } from '@edgecart/insights';
import type { MessagesStream } from '@platformatic/kafka';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { connectConsumer, type KafkaConsumer } from '../kafka/connect.ts';
import type { KafkaOptions } from '../kafka/kafka-options.ts';
import { topicName } from '../kafka/topics.ts';

/** Offset of the next message to read, by `<topic> <partition>`; as text, since offsets have 64 bits. */
const Positions = Type.Record(Type.String(), Type.String({ pattern: '^\\d+$' }));

/** Messages between two moments in which others may run and what was counted may be written down. */
const portionMessages = 5_000;
const lagMs = 2_000;

const earliest = -2n;
const latest = -1n;

/**
 * Reads the topics of one shop, from offsets that are written down together with what was counted from them. A broker that
 * goes away makes `poll` reject; the next one connects anew and goes on where it stood.
 */
export class KafkaSource implements InsightsSource {
  readonly kind = 'kafka';
  readonly #options: KafkaOptions;
  readonly #kinds: ReadonlyMap<string, 'counts' | 'paths'>;
  readonly #next: Map<string, bigint>;
  #open: { consumer: KafkaConsumer; stream: MessagesStream<Buffer, Buffer, Buffer, Buffer> } | undefined;
  #failed: Error | undefined;
  #lag: number | null = null;
  #lagAtMs = 0;

  /** Throws for positions that it did not make. */
  constructor(options: KafkaOptions, shop: string, positions: unknown) {
    this.#options = options;
    this.#kinds = new Map([
      [topicName(options.topicPrefix, shop, 'counts'), 'counts'],
      [topicName(options.topicPrefix, shop, 'paths'), 'paths'],
    ]);
    const given = positions === null || positions === undefined ? {} : Value.Parse(Positions, positions);
    this.#next = new Map(Object.entries(given).map(([place, offset]) => [place, BigInt(offset)]));
  }

  positions(): unknown {
    return Object.fromEntries([...this.#next].map(([place, offset]) => [place, String(offset)]));
  }

  lag(): number | null {
    return this.#lag;
  }

  async poll(take: Take, portion: () => void): Promise<void> {
    try {
      await this.#read(take, portion);
    } catch (error) {
      // Whatever it was: a new connection knows nothing of it.
      await this.close();
      throw error;
    }
  }

  async #read(take: Take, portion: () => void): Promise<void> {
    this.#open ??= await this.#connect();
    const { consumer, stream } = this.#open;
    let taken = 0;
    for (let message = stream.read(); message !== null && !this.#failed; message = stream.read()) {
      const { topic, partition, offset, value, timestamp } = message;
      const place = `${topic} ${partition}`;
      // A broker answers with whole batches, also when asked for an offset in the middle of one.
      if (offset < (this.#next.get(place) ?? 0n)) continue;
      const kind = this.#kinds.get(topic);
      // A message without a value is what a compacted topic deletes with: nothing of ours.
      if (kind) take(value ?? Buffer.alloc(0), kind, Number(timestamp));
      this.#next.set(place, offset + 1n);
      taken += 1;
      if (taken % portionMessages !== 0) continue;
      portion();
      await setImmediate();
    }
    if (this.#failed) throw this.#failed;
    await this.#measureLag(consumer);
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    this.#failed = undefined;
    await open?.stream.close().catch(() => {});
    await open?.consumer.close(true).catch(() => {});
  }

  async #connect() {
    const topics = [...this.#kinds.keys()];
    const consumer = await connectConsumer(this.#options);
    try {
      const firsts = await consumer.listOffsets({ topics, timestamp: earliest });
      const offsets = [...firsts].flatMap(([topic, ofTopic]) =>
        ofTopic.map((first, partition) => {
          const next = this.#next.get(`${topic} ${partition}`);
          // What was deleted since can't be read any more.
          return { topic, partition, offset: next !== undefined && next > first ? next : first };
        }),
      );
      const stream = await consumer.consume({ topics, mode: 'manual', offsets, fallbackMode: 'earliest' });
      stream.on('error', (error: Error) => {
        this.#failed = error;
      });
      // In place of `data` events, which would push: it is read when there is time.
      stream.on('readable', () => {});
      return { consumer, stream };
    } catch (error) {
      await consumer.close(true).catch(() => {});
      throw error;
    }
  }

  async #measureLag(consumer: KafkaConsumer): Promise<void> {
    if (Date.now() - this.#lagAtMs < lagMs) return;
    this.#lagAtMs = Date.now();
    const ends = await consumer.listOffsets({ topics: [...this.#kinds.keys()], timestamp: latest });
    let lag = 0n;
    for (const [topic, ofTopic] of ends) {
      for (const [partition, end] of ofTopic.entries()) lag += end - (this.#next.get(`${topic} ${partition}`) ?? 0n);
    }
    this.#lag = Number(lag > 0n ? lag : 0n);
  }
}
