import type { Broker, Kafka } from '@edgecart/kafka-broker';
import type { AnonymousRecord } from '@edgecart/protocol';
import type { Flags } from '../collector.ts';
import type { Place } from '../ledger.ts';
import { shops } from '../shops.ts';
import { untilDrained } from './drained.ts';
import { readTopics } from './topic-reader.ts';

/** The brokers that a scene's collector drains to, and the topics that are this scene's alone. */
export class SceneKafka {
  readonly cluster: Kafka;
  readonly #prefix: string;
  /** What its topics hold, as far as it was collected. */
  readonly place: Place;
  #read = false;

  constructor(cluster: Kafka, prefix: string, place: Place) {
    this.cluster = cluster;
    this.#prefix = prefix;
    this.place = place;
  }

  /** The collector's flags. */
  get flags(): Flags {
    return { kafka: this.cluster.bootstrap.join(','), 'kafka-topic-prefix': this.#prefix, 'kafka-partitions': 2 };
  }

  get topics(): string[] {
    return shops.flatMap(({ name }) => this.#topicsOf(name));
  }

  #topicsOf(shop: string): string[] {
    return ['counts', 'paths'].map((kind) => `${this.#prefix}.${shop}.${kind}`);
  }

  get broker(): Broker {
    const [first] = this.cluster.brokers;
    if (first === undefined) throw new Error('there is no broker');
    return first;
  }

  /** Whatever a fault has left behind: every broker runs and answers. */
  async mend(): Promise<void> {
    for (const broker of this.cluster.brokers) {
      if (broker.pid === undefined) await broker.restart();
      else broker.continue();
    }
  }

  /** Waits until the collector has drained all, and reads what its topics hold, also when it was waited for in vain. */
  async collect(data: string): Promise<void> {
    const drained = untilDrained(data);
    await drained.catch(() => {});
    for (const { name } of shops) {
      const hold = (record: AnonymousRecord) => this.place.hold(record, name, this.#read);
      await readTopics(this.cluster.connection, this.#topicsOf(name), hold);
    }
    this.#read = true;
    await drained;
  }
}
