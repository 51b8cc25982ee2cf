/** How to reach Kafka, and what to make there. All of it plain data: it goes to another thread. */
export interface KafkaOptions {
  /** `host:port` of one or more brokers to begin with. */
  brokers: readonly string[];
  /** Present: connections are encrypted. Paths of PEM files; without `ca` the system's authorities are believed. */
  tls: { ca?: string | undefined; cert?: string | undefined; key?: string | undefined } | undefined;
  sasl: { mechanism: SaslMechanism; username: string; password: string } | undefined;
  /** `edgecart` gives `edgecart.counts`, `edgecart.paths` and `edgecart.dead-letters`. */
  topicPrefix: string;
  /** Whether topics that are missing are made. */
  createTopics: boolean;
  /** Partitions of a topic that is made. */
  partitions: number;
  /** Replicas of a topic that is made; `undefined`: the broker's default. */
  replication: number | undefined;
  compression: Compression;
  /** How long records wait for others to be sent with, in milliseconds. */
  lingerMs: number;
}

export const saslMechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
export type SaslMechanism = (typeof saslMechanisms)[number];

export const compressions = ['zstd', 'lz4', 'gzip', 'snappy', 'none'] as const;
export type Compression = (typeof compressions)[number];
