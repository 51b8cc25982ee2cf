import type { Connection } from '@edgecart/kafka-broker';
import { Consumer, stringDeserializers } from '@platformatic/kafka';

/** The values of a topic's first `count` messages, of which the client reads the committed ones only. */
export async function readTopic(connection: Connection, topic: string, count: number): Promise<string[]> {
  const consumer = new Consumer({
    ...{ clientId: 'edgecart-topic', groupId: `edgecart-topic-${crypto.randomUUID()}`, maxWaitTime: 200 },
    ...{ deserializers: stringDeserializers, connectTimeout: 10_000, timeout: 30_000, requestTimeout: 30_000 },
    ...{ retries: 60, retryDelay: 500, ...connection },
  });
  try {
    const stream = await consumer.consume({ topics: [topic], mode: 'earliest', autocommit: false });
    const values: string[] = [];
    for await (const { value } of stream) {
      values.push(value);
      if (values.length >= count) break;
    }
    return values;
  } finally {
    await consumer.close(true);
  }
}
