import { rename, stat } from 'node:fs/promises';
import type { Refused } from '../kafka/kafka-sender.ts';
import type { Message } from '../kafka/to-message.ts';
import type { LogFolder } from '../log/log-folders.ts';
import { type SegmentFile, segmentFile } from '../log/segment-files.ts';
import { type Chunk, chunksOf } from './chunks.ts';
import { clearProgress, loadProgress, saveProgress } from './drain-progress.ts';

export interface DrainParts {
  toMessage: (payload: Buffer) => Message;
  /** Resolves when Kafka has the messages but those that it refuses for themselves. */
  deliver: (messages: readonly Message[]) => Promise<Refused[]>;
  /** What a refused message becomes; it is delivered in its place. */
  toDeadLetter: (refused: Refused) => Message;
  /** Told after each portion. */
  onDrained: (drained: { messages: number; refused: Refused[]; strange: number }) => void;
  onNotice: (message: string) => void;
}

/**
 * Brings one sealed segment to Kafka, from where the last run stopped, and names it drained. The next portion is read
 * while the one before is under way.
 */
export async function drainSegment(folder: LogFolder, segment: SegmentFile, parts: DrainParts): Promise<void> {
  const { number, path } = segment;
  const bytes = (await stat(path)).size;
  const progress = await loadProgress(folder.path, { number, bytes });
  const chunks = chunksOf(path, progress?.offset, parts.toMessage);
  let step = await chunks.next();
  try {
    while (!step.done) {
      const following = chunks.next();
      following.catch(() => {});
      await drainChunk(step.value, parts);
      const { end } = step.value;
      step = await following;
      if (!step.done) await saveProgress(folder.path, { segment: number, bytes, offset: end });
    }
  } finally {
    await chunks.return({ kind: 'clean', goodBytes: 0 });
  }
  if (step.value.kind === 'clean') {
    await rename(path, segmentFile(folder.path, number, 'drained').path);
  } else {
    parts.onNotice(
      `${path} is damaged at byte ${step.value.goodBytes}; what stands before it is in Kafka, the file is set aside`,
    );
    await rename(path, path.replace(/log$/, 'damaged'));
  }
  await clearProgress(folder.path);
}

async function drainChunk(chunk: Chunk, parts: DrainParts): Promise<void> {
  const refused = chunk.messages.length === 0 ? [] : await parts.deliver(chunk.messages);
  if (refused.length > 0) {
    const lost = await parts.deliver(refused.map(parts.toDeadLetter));
    if (lost.length > 0) parts.onNotice(`Kafka refuses ${lost.length} dead letters too (${lost[0]?.reason})`);
  }
  parts.onDrained({ messages: chunk.messages.length - refused.length, refused, strange: chunk.strange });
}
