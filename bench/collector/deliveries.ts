import { Admin, ListOffsetTimestamps } from '@platformatic/kafka';

/** Counts what Kafka has of some topics, by their end offsets. */
export class Deliveries {
  readonly #admin: Admin;
  readonly #topics: readonly string[];
  readonly #partitions = new Map<string, number>();

  constructor(broker: string, topics: readonly string[]) {
    this.#admin = new Admin({ clientId: 'bench', bootstrapBrokers: [broker] });
    this.#topics = topics;
  }

  /** Makes the topics, for servers that don't do it themselves. */
  async create(partitions: number): Promise<void> {
    await this.#admin.createTopics({ topics: [...this.#topics], partitions, replicas: 1 });
  }

  /** Records in all the topics; a topic that is not there yet has none. */
  async count(): Promise<number> {
    await this.#findPartitions();
    const topics = [...this.#partitions].map(([name, count]) => ({
      name,
      partitions: Array.from({ length: count }, (_, partitionIndex) => ({
        partitionIndex,
        timestamp: ListOffsetTimestamps.LATEST,
      })),
    }));
    if (topics.length === 0) return 0;
    const found = await this.#admin.listOffsets({ topics });
    return found.flatMap(({ partitions }) => partitions).reduce((sum, { offset }) => sum + Number(offset), 0);
  }

  async close(): Promise<void> {
    await this.#admin.close();
  }

  async #findPartitions(): Promise<void> {
    const missing = this.#topics.filter((topic) => !this.#partitions.has(topic));
    if (missing.length === 0) return;
    const existing = new Set(await this.#admin.listTopics());
    for (const topic of missing.filter((name) => existing.has(name))) {
      const metadata = await this.#admin.metadata({ topics: [topic] });
      const count = metadata.topics.get(topic)?.partitionsCount ?? 0;
      if (count > 0) this.#partitions.set(topic, count);
    }
  }
}
