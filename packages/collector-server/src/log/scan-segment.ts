import { type FileHandle, open } from 'node:fs/promises';
import { magic, nextFrame } from './frame.ts';

/** One frame, with the offsets in its segment at which it begins and ends. */
export interface Frame {
  payload: Buffer;
  offset: number;
  next: number;
}

/**
 * How a segment ends. `clean`: after its last frame. `bad`: a frame that is cut short or wrong stands at `goodBytes`.
 * `foreign`: the first 8 bytes are not those of a segment.
 */
export interface SegmentEnd {
  kind: 'clean' | 'bad' | 'foreign';
  /** Bytes up to which everything is whole. */
  goodBytes: number;
}

const chunkBytes = 1_048_576;

/**
 * Reads a segment from `from` (an offset at which a frame begins) and yields its whole frames, many at a time. Returns
 * how the segment ends. Rejects when the file can't be read.
 */
export async function* scanSegment(path: string, from: number = magic.length): AsyncGenerator<Frame[], SegmentEnd> {
  const handle = await open(path, 'r');
  try {
    const head = await readAt(handle, 0, magic.length);
    if (!head.equals(magic.subarray(0, head.length))) return { kind: 'foreign', goodBytes: 0 };
    if (head.length < magic.length) return { kind: head.length === 0 ? 'clean' : 'bad', goodBytes: 0 };

    let bytes: Buffer = Buffer.alloc(0);
    let base = from;
    for (;;) {
      const chunk = await readAt(handle, base + bytes.length, chunkBytes);
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      const { frames, end, bad } = framesIn(bytes, base);
      if (frames.length > 0) yield frames;
      if (bad) return { kind: 'bad', goodBytes: base + end };
      if (chunk.length === 0) return { kind: end === bytes.length ? 'clean' : 'bad', goodBytes: base + end };
      bytes = bytes.subarray(end);
      base += end;
    }
  } finally {
    await handle.close();
  }
}

function framesIn(bytes: Buffer, base: number): { frames: Frame[]; end: number; bad: boolean } {
  const frames: Frame[] = [];
  let end = 0;
  for (;;) {
    const step = nextFrame(bytes, end);
    if (step.kind !== 'frame') return { frames, end, bad: step.kind === 'bad' };
    frames.push({
      payload: step.payload,
      offset: base + end,
      next: base + step.next,
    });
    end = step.next;
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
