import { join } from 'node:path';
import { AnonymousRecord } from '@edgecart/protocol';
import { Compile } from 'typebox/compile';
import { systemCode } from '../errors.ts';
import { magic } from './frame.ts';
import { foldersIn } from './log-folders.ts';
import { type Frame, type SegmentEnd, scanSegment } from './scan-segment.ts';
import { listSegments, type SegmentFile, segmentFile, segmentStates } from './segment-files.ts';

/** A place in one log's folder: a segment's number, and the offset in bytes at which a frame begins or the segment ends. */
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
  folder: string;
  at: LogPosition;
  reason: 'bad-frame' | 'not-a-segment' | 'not-a-record';
}

export interface ReadLogOptions {
  /** Told of each place that could not be read. The unfinished tail of the newest segment is none. */
  onDamage?: (damage: LogDamage) => void;
}

const recordType = Compile(AnonymousRecord);

/**
 * The records of all logs below a folder (`<data>/log`, one shop's folder, or one log's), up to what stands in them now:
 * those of sealed segments in their random order, then those that came last. Dead letters are not among them. A folder
 * that is not there is an empty log. Throws what the file system throws.
 */
export async function* readSegments(folder: string, options: ReadLogOptions = {}): AsyncGenerator<AnonymousRecord> {
  for await (const stored of readPayloads(folder, options)) {
    const record = parse(stored.payload);
    if (record) yield record;
    else options.onDamage?.({ folder, at: stored.at, reason: 'not-a-record' });
  }
  for (const name of await foldersIn(folder)) {
    if (!name.startsWith('dead-letters-')) yield* readSegments(join(folder, name), options);
  }
}

/** The payloads of one log's folder as they were stored, with their positions. A position is good until its segment is sealed. */
export async function* readPayloads(folder: string, options: ReadLogOptions = {}): AsyncGenerator<StoredPayload> {
  const files = await listSegments(folder);
  const newest = files.at(-1)?.number;
  for (const file of files) {
    const { number } = file;
    const end = yield* storedPayloads(scanMoved(folder, file), number);
    const at = { segment: number, offset: end.goodBytes };
    if (end.kind === 'foreign') options.onDamage?.({ folder, at, reason: 'not-a-segment' });
    if (end.kind === 'bad' && number !== newest) options.onDamage?.({ folder, at, reason: 'bad-frame' });
  }
}

/** Scans a segment under the name that it has by now: it may have been sealed or drained since it was listed. */
async function* scanMoved(folder: string, file: SegmentFile): AsyncGenerator<Frame[], SegmentEnd> {
  const later = segmentStates.slice(segmentStates.indexOf(file.state));
  for (const state of later) {
    try {
      return yield* scanSegment(segmentFile(folder, file.number, state).path);
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
    }
  }
  // Deleted: what was drained goes when its time has come.
  return { kind: 'clean', goodBytes: magic.length };
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
