import type { KafkaOptions } from '../kafka/kafka-options.ts';
import { KafkaSender, type Refused } from '../kafka/kafka-sender.ts';
import type { KafkaState } from '../kafka/kafka-state.ts';
import { toMessage } from '../kafka/to-message.ts';
import { type TopicKind, topicName } from '../kafka/topics.ts';
import { type LogFolder, listLogFolders } from '../log/log-folders.ts';
import { listSegments, type SegmentFile } from '../log/segment-files.ts';
import { drainSegment } from './drain-segment.ts';
import { kafkaDeadLetter } from './kafka-dead-letter.ts';

export interface DrainerParts {
  /** `<data>/log`. */
  root: string;
  shops: readonly string[];
  kafka: KafkaOptions;
  signal: AbortSignal;
  onKafkaState: (state: KafkaState) => void;
  onDrained: (shop: string, drained: { messages: number; refused: number; strange: number }) => void;
  /** Told after each segment. */
  onSegment: () => Promise<void>;
  onNotice: (message: string) => void;
  nowMs: () => number;
}

/** Brings sealed segments to Kafka, the oldest of each log first. */
export class Drainer {
  readonly #parts: DrainerParts;
  readonly #sender: KafkaSender;

  constructor(parts: DrainerParts) {
    this.#parts = parts;
    const { kafka, shops, signal, onKafkaState } = parts;
    const named = (kind: TopicKind) => shops.map((shop) => topicName(kafka.topicPrefix, shop, kind));
    const topics = { counts: named('counts'), paths: named('paths'), 'dead-letters': named('dead-letters') };
    this.#sender = new KafkaSender({ options: kafka, topics, signal, onState: onKafkaState });
  }

  /** Until nothing is left. One segment of each log in turn, so that a shop with much does not hold up the others. */
  async drainAll(): Promise<void> {
    for (let found = true; found; ) {
      found = false;
      for (const folder of await listLogFolders(this.#parts.root)) {
        const segment = (await listSegments(folder.path)).find(({ state }) => state === 'sealed');
        if (!segment) continue;
        found = true;
        await this.#drain(folder, segment);
        await this.#parts.onSegment();
      }
    }
  }

  close(): Promise<void> {
    return this.#sender.close();
  }

  async #drain(folder: LogFolder, segment: SegmentFile): Promise<void> {
    const { kafka, onDrained, onNotice, nowMs } = this.#parts;
    const { topicPrefix } = kafka;
    const { shop } = folder;
    await drainSegment(folder, segment, {
      toMessage: (payload) => toMessage(payload, folder, topicPrefix),
      deliver: (messages) => this.#sender.deliver(messages),
      toDeadLetter: (refused: Refused) => kafkaDeadLetter(refused, shop, topicPrefix, nowMs()),
      onDrained: ({ messages, refused, strange }) => onDrained(shop, { messages, refused: refused.length, strange }),
      onNotice,
    });
  }
}
