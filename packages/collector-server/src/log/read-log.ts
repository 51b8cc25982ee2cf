import { AnonymousRecord } from '@edgecart/protocol';
import { Compile } from 'typebox/compile';
import { type Frame, type SegmentEnd, scanSegment } from './scan-segment.ts';
import { listSegments } from './segment-files.ts';

/** A place in a log: a segment's number, and the offset in bytes at which a frame begins or the segment ends. */
export interface LogPosition {
  segment: number;
  offset: number;
}

/** A payload as it was stored, and where: `next` is the position to go on from after it. */
export interface StoredPayload {
  payload: Buffer;
  at: LogPosition;
  next: LogPosition;
}

/** A place that could not be read: the rest of its segment is passed over, or, for `not-a-record`, this frame. */
export interface LogDamage {
  at: LogPosition;
  reason: 'bad-frame' | 'not-a-segment' | 'not-a-record';
}

export interface ReadLogOptions {
  /** Where to begin. Default: the oldest record. */
  from?: LogPosition;
  /** Told of each place that could not be read. The unfinished tail of the newest segment is none. */
  onDamage?: (damage: LogDamage) => void;
}

const recordType = Compile(AnonymousRecord);

/**
 * The records of a log, the oldest first, up to what stands in it now. A folder that is not there is an empty log.
 * Throws what the file system throws.
 */
export async function* readSegments(folder: string, options: ReadLogOptions = {}): AsyncGenerator<AnonymousRecord> {
  for await (const stored of readPayloads(folder, options)) {
    const record = parse(stored.payload);
    if (record) yield record;
    else options.onDamage?.({ at: stored.at, reason: 'not-a-record' });
  }
}

/** As `readSegments`, but the bytes as they were stored, with their positions. */
export async function* readPayloads(folder: string, options: ReadLogOptions = {}): AsyncGenerator<StoredPayload> {
  const files = await listSegments(folder);
  const newest = files.at(-1)?.number;
  for (const { number, path } of files) {
    if (options.from && number < options.from.segment) continue;
    const scan = scanSegment(path, options.from?.segment === number ? options.from.offset : undefined);
    const end = yield* storedPayloads(scan, number);
    const at = { segment: number, offset: end.goodBytes };
    if (end.kind === 'foreign') options.onDamage?.({ at, reason: 'not-a-segment' });
    if (end.kind === 'bad' && number !== newest) options.onDamage?.({ at, reason: 'bad-frame' });
  }
}

async function* storedPayloads(
  scan: AsyncGenerator<Frame[], SegmentEnd>,
  segment: number,
): AsyncGenerator<StoredPayload, SegmentEnd> {
  try {
    for (;;) {
      const step = await scan.next();
      if (step.done) return step.value;
      for (const { payload, offset, next } of step.value) {
        yield { payload, at: { segment, offset }, next: { segment, offset: next } };
      }
    }
  } finally {
    // A reader that stops half-way must not leave the file open.
    await scan.return({ kind: 'clean', goodBytes: 0 });
  }
}

function parse(payload: Buffer): AnonymousRecord | undefined {
  try {
    const value: unknown = JSON.parse(payload.toString());
    return recordType.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
