import type { Connection } from '@edgecart/kafka-broker';
import { Admin } from '@platformatic/kafka';

/** A topic that the engines read or write. */
export interface Topic {
  name: string;
  /** Only the last message of a key is kept: a cell's total. */
  compacted?: boolean;
}

const limits = { connectTimeout: 10_000, timeout: 30_000, requestTimeout: 30_000, retries: 20, retryDelay: 500 };

/** Makes topics that keep messages of any age. */
export async function createTopics(
  connection: Connection,
  topics: readonly Topic[],
  partitions: number,
): Promise<void> {
  const admin = new Admin({ clientId: 'edgecart-engines-topics', ...limits, ...connection });
  try {
    for (const { name, compacted = false } of topics)
      await admin.createTopics({
        topics: [name],
        partitions,
        replicas: 1,
        configs: [
          { name: 'retention.ms', value: '-1' },
          { name: 'cleanup.policy', value: compacted ? 'compact' : 'delete' },
        ],
      });
  } finally {
    await admin.close();
  }
}
