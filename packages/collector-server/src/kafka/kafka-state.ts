/** How the collector stands with Kafka. Away is no reason to refuse records: they wait in the log. */
export type KafkaState =
  | { kind: 'off' }
  | {
      /** `connecting` until the first answer. */
      kind: 'connecting' | 'connected' | 'away';
      /** When this began, in milliseconds since 1970. */
      sinceMs: number;
      /** Why it is away, for people. */
      reason?: string;
    };
