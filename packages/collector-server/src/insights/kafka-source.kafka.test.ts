/** The golden stream through a real broker: the same cells, however often the reader begins anew. */
import { join } from 'node:path';
import { Insights } from '@edgecart/insights';
import { bytesOf, demoInput, goldenCells, goldenStream } from '@edgecart/insights/golden';
import { type Kafka, missingForKafka, startKafka } from '@edgecart/kafka-broker';
import { Admin, Producer } from '@platformatic/kafka';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { partitionOfKey } from '../kafka/partition-of-key.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { KafkaSource } from './kafka-source.ts';

const missing = missingForKafka();
const patience = { timeout: 90_000, interval: 50 };
const stream = goldenStream(demoInput());
const known = new Set(stream.catalogue);
const catalogue = {
  known: (item: string) => (known.has(item) ? { name: item, category: '', inStock: true } : undefined),
};

describe.skipIf(missing !== undefined)(`one broker${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let kafka: Kafka;
  const producers: Producer<Buffer, Buffer, Buffer, Buffer>[] = [];
  const limits = { connectTimeout: 5_000, timeout: 15_000, requestTimeout: 15_000 };

  beforeAll(async () => {
    kafka = await startKafka();
    const admin = new Admin({ clientId: 'test-admin', ...limits, ...kafka.connection });
    await admin.createTopics({
      topics: ['golden.counts', 'golden.paths'],
      partitions: 3,
      replicas: 1,
      configs: [{ name: 'retention.ms', value: '-1' }],
    });
    await admin.close();
  });
  afterAll(async () => {
    for (const producer of producers) await producer.close();
    await kafka?.close();
  });

  const source = (positions: unknown) =>
    new KafkaSource(
      {
        brokers: kafka.bootstrap,
        tls: undefined,
        sasl: undefined,
        topicPrefix: 'golden',
        createTopics: false,
        partitions: 3,
        replication: undefined,
        compression: 'none',
      },
      'default',
      positions,
    );

  async function send(from: number, to: number): Promise<void> {
    const producer = new Producer<Buffer, Buffer, Buffer, Buffer>({
      ...{ clientId: 'test', partitioner: partitionOfKey, idempotent: true, ...limits, ...kafka.connection },
    });
    producers.push(producer);
    const messages = stream.messages.slice(from, to).map((message) => ({
      topic: `golden.${message.topic}`,
      key: Buffer.from(message.key),
      value: bytesOf(message),
      timestamp: BigInt(message.timestamp),
    }));
    for (let at = 0; at < messages.length; at += 2_000) {
      await producer.send({ messages: messages.slice(at, at + 2_000), acks: -1 });
    }
  }

  test('comes to the golden cells, beginning anew from what it wrote down, and from a broker that was away', async () => {
    const folder = join(await temporaryFolder(), 'insights');
    const sorted = (insights: Insights) =>
      [...insights.cells(stream.trendHour)].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    const half = Math.floor(stream.messages.length / 2);
    await send(0, half);

    let taken = 0;
    for (const wanted of [2_000, half - 2_500]) {
      const insights = new Insights({ folder, source, catalogue, checkpointMs: 0, onNotice: console.error });
      const stop = new AbortController();
      const before = taken;
      const running = insights.run(stop.signal);
      await expect.poll(() => insights.taken, patience).toBeGreaterThan(Math.min(wanted, half - before - 1));
      stop.abort();
      await running;
      taken += insights.taken;
    }

    const notices: string[] = [];
    const insights = new Insights({ folder, source, catalogue, onNotice: (notice) => notices.push(notice) });
    const stop = new AbortController();
    const running = insights.run(stop.signal);
    await expect.poll(() => taken + insights.taken, patience).toBe(half);
    const [broker] = kafka.brokers;
    await broker?.restart(() =>
      expect
        .poll(() => insights.published().health.troubles, patience)
        .toHaveLength(1)
        .then(() => undefined),
    );
    await send(half, stream.messages.length);
    await expect.poll(() => taken + insights.taken, patience).toBe(stream.messages.length);
    expect(insights.published().health.troubles).toEqual([]);
    expect(sorted(insights)).toEqual([...goldenCells(stream)]);
    expect(notices.join()).toContain("can't be read");
    stop.abort();
    await running;
  });
});
