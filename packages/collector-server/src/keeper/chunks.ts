import type { Message } from '../kafka/to-message.ts';
import { type SegmentEnd, scanSegment } from '../log/scan-segment.ts';

/** Messages that are sent together, the offset behind the last of them, and how many payloads were no records. */
export interface Chunk {
  messages: Message[];
  end: number;
  strange: number;
}

/** Far below the megabyte that a broker takes in one batch by default (`message.max.bytes`), whatever the partition. */
const maxChunkBytes = 524_288;
const maxChunkMessages = 4_000;

/** Reads a sealed segment from an offset in portions that are worth a request. Returns how the segment ends. */
export async function* chunksOf(
  path: string,
  from: number | undefined,
  toMessage: (payload: Buffer) => Message,
): AsyncGenerator<Chunk, SegmentEnd> {
  const scan = scanSegment(path, from);
  let chunk: Chunk = { messages: [], end: 0, strange: 0 };
  let bytes = 0;
  try {
    for (;;) {
      const step = await scan.next();
      if (step.done) {
        if (chunk.end > 0) yield chunk;
        return step.value;
      }
      for (const { payload, next } of step.value) {
        try {
          chunk.messages.push(toMessage(payload));
        } catch {
          chunk.strange += 1;
        }
        chunk.end = next;
        bytes += payload.length;
        if (bytes < maxChunkBytes && chunk.messages.length < maxChunkMessages) continue;
        yield chunk;
        chunk = { messages: [], end: 0, strange: 0 };
        bytes = 0;
      }
    }
  } finally {
    await scan.return({ kind: 'clean', goodBytes: 0 });
  }
}
