/** How records reach Kafka. All checked, with defaults filled in. */
export interface KafkaOptions {
  /** `host:port` of one or more brokers, to find the others by. */
  brokers: string[];
  /** `undefined`: connections are not encrypted. Files in PEM. */
  tls: { ca?: string; cert?: string; key?: string } | undefined;
  sasl: { mechanism: SaslMechanism; username: string; password: string } | undefined;
  /** The topics are `<prefix>.counts`, `<prefix>.paths` and `<prefix>.dead-letters`. */
  topicPrefix: string;
  /** Whether missing topics are made. */
  createTopics: boolean;
  /** Of topics that are made. */
  partitions: number;
  /** Of topics that are made; `undefined` takes the broker's default. */
  replication: number | undefined;
  compression: KafkaCompression;
}

export const saslMechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
type SaslMechanism = (typeof saslMechanisms)[number];

export const kafkaCompressions = ['lz4', 'zstd', 'gzip', 'snappy', 'none'] as const;
type KafkaCompression = (typeof kafkaCompressions)[number];
