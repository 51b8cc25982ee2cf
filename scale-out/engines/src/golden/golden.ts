import { bytesOf, demoInput, goldenCells, goldenStream } from '@edgecart/insights/golden';
import type { OutgoingMessage } from './send-messages.ts';

/** The golden stream as messages of Kafka, and the cells that must come of it. */
export interface Golden {
  messages: OutgoingMessage[];
  catalogue: readonly string[];
  /** T of trending, `2026-03-08T00`. */
  trendingHour: string;
  cells: ReadonlyMap<string, number>;
}

/** Makes the golden stream for topics of these names. */
export function makeGolden(topics: { counts: string; paths: string }): Golden {
  const stream = goldenStream(demoInput());
  return {
    messages: stream.messages.map((message) => ({
      topic: topics[message.topic],
      key: Buffer.from(message.key),
      value: bytesOf(message),
      timestamp: BigInt(message.timestamp),
    })),
    catalogue: [...stream.catalogue],
    trendingHour: new Date(stream.trendHour * 3_600_000).toISOString().slice(0, 13),
    cells: goldenCells(stream),
  };
}
