import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Admin, type ConnectionOptions, Consumer, findErrorBy, Producer } from '@platformatic/kafka';
import type { KafkaOptions } from './kafka-options.ts';
import { partitionOfKey } from './partition-of-key.ts';
import { newTopics, type TopicKind, topicKinds } from './topics.ts';

/** A broker that hangs is given up after this, and asked anew over another connection. */
const requestTimeoutMs = 15_000;
const connectTimeoutMs = 5_000;

export type KafkaConsumer = Consumer<Buffer, Buffer, Buffer, Buffer>;
export type KafkaProducer = Producer<Buffer, Buffer, Buffer, Buffer>;

/** What both clients need to know. Reads the PEM files anew each time, so that renewed certificates are taken up. */
async function clientOptions(options: KafkaOptions) {
  const { tls, sasl } = options;
  const pem = async (path: string | undefined) => (path === undefined ? undefined : readFile(path));
  const security: Pick<ConnectionOptions, 'tls' | 'sasl'> = {};
  if (tls) {
    const [ca, cert, key] = await Promise.all([pem(tls.ca), pem(tls.cert), pem(tls.key)]);
    security.tls = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
  }
  if (sasl) security.sasl = sasl;
  return {
    clientId: 'edgecart-collector',
    bootstrapBrokers: [...options.brokers],
    connectTimeout: connectTimeoutMs,
    requestTimeout: requestTimeoutMs,
    timeout: requestTimeoutMs,
    ...security,
  };
}

/**
 * A consumer of its own, in no group with others: where it stands is kept by whoever asks. It joins a group of a random name,
 * since in one of a known name a consumer that was killed would hold its place for the length of a session.
 */
export async function connectConsumer(options: KafkaOptions): Promise<KafkaConsumer> {
  return new Consumer<Buffer, Buffer, Buffer, Buffer>({
    ...(await clientOptions(options)),
    groupId: `edgecart-insights-${randomUUID()}`,
    autocommit: false,
    maxWaitTime: 200,
    retries: 1,
    retryDelay: 200,
  });
}

/**
 * A producer that acknowledges a record only when all replicas in sync have it, and does not write it twice when it has
 * to ask again. Its partitions are those that the JVM's own client would choose.
 */
export async function connectProducer(options: KafkaOptions): Promise<KafkaProducer> {
  return new Producer<Buffer, Buffer, Buffer, Buffer>({
    ...(await clientOptions(options)),
    idempotent: true,
    acks: -1,
    // What lasts longer is tried again by whoever sends, with a connection of its own.
    retries: 3,
    retryDelay: 200,
    compression: options.compression,
    partitioner: partitionOfKey,
    autocreateTopics: false,
  });
}

/** Makes those topics that are missing. Throws when one is missing and may not be made. */
export async function ensureTopics(options: KafkaOptions, wanted: Record<TopicKind, readonly string[]>): Promise<void> {
  const admin = new Admin({ ...(await clientOptions(options)), retries: 1, retryDelay: 200 });
  try {
    const existing = new Set(await admin.listTopics());
    for (const kind of topicKinds) {
      const missing = wanted[kind].filter((topic) => !existing.has(topic));
      if (missing.length === 0) continue;
      if (!options.createTopics)
        throw new Error(`topic ${missing.join(', ')} is missing; create it, or allow the collector to`);
      await admin.createTopics(newTopics(missing, kind, options)).catch((error: unknown) => {
        // Another collector was faster.
        if (!(error instanceof Error && findErrorBy(error, 'apiId', 'TOPIC_ALREADY_EXISTS'))) throw error;
      });
    }
  } finally {
    await admin.close().catch(() => {});
  }
}
