/** How the collector stands with Kafka. Away is no reason to refuse records: they wait in the log. */
export type KafkaState =
  | { kind: 'off' }
  | {
      kind: 'connected' | 'away';
      /** When this began, in milliseconds since 1970. */
      sinceMs?: number;
      /** Why it is away, for people. */
      reason?: string;
      /** Records of the log that Kafka does not have yet. */
      lagRecords?: number;
    };
