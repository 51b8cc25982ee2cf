import type { Connection } from '@edgecart/kafka-broker';
import { Producer } from '@platformatic/kafka';

/** A message as it is to stand in Kafka. */
export interface OutgoingMessage {
  topic: string;
  key: Buffer;
  value: Buffer;
  timestamp: bigint;
}

/** Sends all, in their order within each key. */
export async function sendMessages(connection: Connection, messages: Iterable<OutgoingMessage>): Promise<void> {
  const producer = new Producer<Buffer, Buffer, Buffer, Buffer>({
    ...{ clientId: 'edgecart-engines-sender', idempotent: true, acks: -1, retries: 60, retryDelay: 500 },
    ...{ connectTimeout: 10_000, timeout: 30_000, requestTimeout: 30_000, ...connection },
  });
  try {
    let batch: OutgoingMessage[] = [];
    for (const message of messages) {
      batch.push(message);
      if (batch.length < 2_000) continue;
      await producer.send({ messages: batch });
      batch = [];
    }
    if (batch.length > 0) await producer.send({ messages: batch });
  } finally {
    await producer.close();
  }
}
