import { rename, stat } from 'node:fs/promises';
import { AnonymousRecord, DeadLetter } from '@edgecart/protocol';
import { Compile } from 'typebox/compile';
import { lockFolder } from '../log/folder-lock.ts';
import { type LogFolder, listLogFolders } from '../log/log-folders.ts';
import { scanSegment } from '../log/scan-segment.ts';
import { listSegments, type SegmentFile, type SegmentState, segmentFile } from '../log/segment-files.ts';

/** One segment as it was found. `strange` payloads are whole, but no records. `badAt`: where good bytes end. */
export interface InspectedSegment {
  shop: string;
  log: string;
  segment: number;
  state: SegmentState;
  bytes: number;
  records: number;
  strange: number;
  badAt: number | undefined;
}

const recordType = Compile(AnonymousRecord);
const letterType = Compile(DeadLetter);

/** Reads every segment of all logs below `<data>/log` and checks each frame and record. Changes nothing. */
export async function* inspectLog(root: string): AsyncGenerator<InspectedSegment> {
  for (const folder of await listLogFolders(root)) {
    for (const segment of await listSegments(folder.path)) yield inspectSegment(folder, segment);
  }
}

async function inspectSegment(folder: LogFolder, segment: SegmentFile): Promise<InspectedSegment> {
  const isRecord = folder.kind === 'records' ? recordType : letterType;
  const found: InspectedSegment = {
    shop: folder.shop,
    log: `${folder.kind}-${folder.worker}`,
    segment: segment.number,
    state: segment.state,
    bytes: (await stat(segment.path)).size,
    records: 0,
    strange: 0,
    badAt: undefined,
  };
  const scan = scanSegment(segment.path);
  for (;;) {
    const step = await scan.next();
    if (step.done) {
      if (step.value.kind !== 'clean') found.badAt = step.value.goodBytes;
      return found;
    }
    for (const { payload } of step.value) {
      if (isRecord.Check(parse(payload))) found.records += 1;
      else found.strange += 1;
    }
  }
}

/**
 * Makes drained segments sealed again, so that the next collector brings them to Kafka once more: for a topic that was
 * lost, or another cluster. Whoever has read them before drops them by id. Throws a `CollectorError` `log-in-use` while a
 * collector runs.
 */
export async function replayLog(root: string): Promise<number> {
  const unlock = await lockFolder(root);
  try {
    let replayed = 0;
    for (const folder of await listLogFolders(root)) {
      for (const { number, path, state } of await listSegments(folder.path)) {
        if (state !== 'drained') continue;
        await rename(path, segmentFile(folder.path, number, 'sealed').path);
        replayed += 1;
      }
    }
    return replayed;
  } finally {
    await unlock();
  }
}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return undefined;
  }
}
