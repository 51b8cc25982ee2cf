import { Admin, Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';
import type { Connection } from './kafka.ts';

const limits = { connectTimeout: 5_000, timeout: 10_000, requestTimeout: 10_000 };
const atOnce = { ...limits, retries: 0 };

export async function createTopic(connection: Connection, topic: string, replicas = 1): Promise<void> {
  const admin = new Admin({ clientId: 'test-admin', ...atOnce, ...connection });
  try {
    await admin.createTopics({ topics: [topic], partitions: 1, replicas });
  } finally {
    await admin.close();
  }
}

export type TestProducer = Producer<string, string, string, string>;

export const createProducer = (connection: Connection, options: { retries?: number } = {}): TestProducer =>
  new Producer({
    ...{ clientId: 'test-producer', serializers: stringSerializers, idempotent: true, acks: -1 },
    ...{ retries: 60, retryDelay: 500, ...limits, ...connection, ...options },
  });

export const sendTo = (producer: TestProducer, topic: string, values: readonly string[]) =>
  producer.send({ messages: values.map((value) => ({ topic, key: value, value })) });

/** Produces with a producer of its own and closes it. */
export async function send(
  connection: Connection,
  topic: string,
  values: readonly string[],
  options: { retries?: number } = {},
): Promise<void> {
  const producer = createProducer(connection, options);
  try {
    await sendTo(producer, topic, values);
  } finally {
    await producer.close();
  }
}

/** The values of the topic's first `count` records, by a consumer group of its own. */
export async function receive(connection: Connection, topic: string, count: number): Promise<string[]> {
  const consumer = new Consumer({
    ...{ clientId: 'test-consumer', groupId: `test-${crypto.randomUUID()}`, deserializers: stringDeserializers },
    ...{ maxWaitTime: 500, ...limits, ...connection },
  });
  try {
    const stream = await consumer.consume({ topics: [topic], mode: 'earliest', autocommit: false });
    const values: string[] = [];
    for await (const message of stream) {
      values.push(message.value);
      if (values.length >= count) break;
    }
    return values;
  } finally {
    await consumer.close(true);
  }
}

/** How many records the topic's first partition has had. */
export async function endOffset(connection: Connection, topic: string): Promise<bigint | undefined> {
  const admin = new Admin({ clientId: 'test-admin', ...atOnce, ...connection });
  try {
    const [found] = await admin.listOffsets({
      topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp: -1n }] }],
    });
    return found?.partitions[0]?.offset;
  } finally {
    await admin.close();
  }
}
