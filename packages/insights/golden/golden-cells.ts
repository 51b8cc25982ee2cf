import { Analysis, allCells } from '../src/index.ts';
import { bytesOf } from './golden-message.ts';
import type { GoldenStream } from './golden-stream.ts';

/** The cells that must come of the stream, by key, in the order of their keys. */
export function goldenCells({ messages, catalogue, trendHour }: GoldenStream): Map<string, number> {
  const known = new Set(catalogue);
  const analysis = new Analysis({ isKnown: (item) => known.has(item) });
  for (const message of messages) {
    analysis.take(bytesOf(message), message.topic, message.timestamp, Number.MAX_SAFE_INTEGER);
  }
  return new Map([...allCells(analysis.state, trendHour)].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
