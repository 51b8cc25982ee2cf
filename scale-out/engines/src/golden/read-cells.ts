import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '@edgecart/kafka-broker';
import { Consumer, stringDeserializers } from '@platformatic/kafka';
import { until } from '../process/until.ts';

/** The cells that an engine writes: followed from the topic's beginning, the last value of a key wins. */
export class CellReader {
  readonly cells = new Map<string, number>();
  /** How many messages have come. */
  messages = 0;
  readonly #connection: Connection;
  readonly #topic: string;
  #consumer: Consumer<string, string, string, string> | undefined;
  #reading: Promise<void> | undefined;

  constructor(connection: Connection, topic: string) {
    this.#connection = connection;
    this.#topic = topic;
  }

  /** Begins to follow the topic. */
  async start(): Promise<void> {
    const consumer = new Consumer({
      ...{ clientId: 'edgecart-cells', groupId: `edgecart-cells-${crypto.randomUUID()}`, maxWaitTime: 200 },
      ...{ deserializers: stringDeserializers, connectTimeout: 10_000, timeout: 30_000, requestTimeout: 30_000 },
      ...{ retries: 60, retryDelay: 500, ...this.#connection },
    });
    this.#consumer = consumer;
    const stream = await consumer.consume({ topics: [this.#topic], mode: 'earliest', autocommit: false });
    this.#reading = (async () => {
      // A tombstone has no value, which the client reads as nothing.
      for await (const { key, value } of stream) {
        this.messages += 1;
        if (value === undefined || value === null || value === '') this.cells.delete(key);
        else this.cells.set(key, Number(value));
      }
    })();
    this.#reading.catch(() => {});
  }

  /** Resolves when nothing has come for that long. */
  async quiet(quietMs: number): Promise<void> {
    let [seen, sinceMs] = [this.messages, Date.now()];
    while (Date.now() - sinceMs < quietMs) {
      await pause(100);
      if (this.messages !== seen) [seen, sinceMs] = [this.messages, Date.now()];
    }
  }

  /** Resolves when the first cell has come, and then nothing for that long. */
  async quietAfterFirst(quietMs: number): Promise<void> {
    await until('the first cell', () => (this.messages > 0 ? true : undefined));
    await this.quiet(quietMs);
  }

  async close(): Promise<void> {
    await this.#consumer?.close(true);
    await this.#reading?.catch(() => {});
  }
}
