import type { Connection } from '@edgecart/kafka-broker';
import type { AnonymousRecord } from '@edgecart/protocol';
import { Admin, Consumer } from '@platformatic/kafka';

const limits = { connectTimeout: 5_000, timeout: 15_000, requestTimeout: 15_000, retries: 20, retryDelay: 500 };
/** As long as a reader waits for what the broker says is there. */
const patienceMs = 60_000;

/** The offsets at which partitions end, by topic and partition; topics that are not there have none. */
async function endOffsets(connection: Connection, topics: readonly string[]): Promise<Map<string, bigint>> {
  const admin = new Admin({ clientId: 'edgecart-faults', ...limits, ...connection });
  try {
    const existing = new Set(await admin.listTopics());
    const ends = new Map<string, bigint>();
    for (const topic of topics.filter((name) => existing.has(name))) {
      const partitions = await partitionsOf(admin, topic);
      const found = await admin.listOffsets({
        topics: [{ name: topic, partitions: partitions.map((partitionIndex) => ({ partitionIndex, timestamp: -1n })) }],
      });
      for (const { partitions: offsets } of found)
        for (const { partitionIndex, offset } of offsets) ends.set(`${topic} ${partitionIndex}`, offset);
    }
    return ends;
  } finally {
    await admin.close();
  }
}

async function partitionsOf(admin: Admin, topic: string): Promise<number[]> {
  const { topics } = await admin.metadata({ topics: [topic] });
  return Array.from({ length: topics.get(topic)?.partitionsCount ?? 0 }, (_, index) => index);
}

/** Reads topics from their beginning to where they end now, as a consumer group of its own. Answers how many records. */
export async function readTopics(
  connection: Connection,
  topics: readonly string[],
  onRecord: (record: AnonymousRecord) => void,
): Promise<number> {
  const ends = await endOffsets(connection, topics);
  const waiting = new Map([...ends].filter(([, end]) => end > 0n));
  if (waiting.size === 0) return 0;
  const consumer = new Consumer({
    clientId: 'edgecart-faults',
    groupId: `edgecart-faults-${crypto.randomUUID()}`,
    maxWaitTime: 200,
    ...limits,
    ...connection,
  });
  let count = 0;
  const late = new AbortController();
  try {
    const named = new Set([...waiting.keys()].map((key) => key.split(' ')[0] ?? ''));
    const stream = await consumer.consume({ topics: [...named], mode: 'earliest', autocommit: false });
    const limit = setTimeout(() => {
      late.abort();
      stream.destroy();
    }, patienceMs);
    for await (const { topic, partition, offset, value } of stream) {
      limit.refresh();
      const key = `${topic} ${partition}`;
      // What came after we looked is not asked for.
      if (offset < (ends.get(key) ?? 0n)) {
        onRecord(JSON.parse(value.toString()) as AnonymousRecord);
        count += 1;
      }
      if (offset + 1n >= (ends.get(key) ?? 0n)) waiting.delete(key);
      if (waiting.size === 0) break;
    }
    clearTimeout(limit);
  } finally {
    await consumer.close(true);
  }
  if (late.signal.aborted) throw new Error(`Kafka did not give what it says it has: ${[...waiting.keys()].join(', ')}`);
  return count;
}
