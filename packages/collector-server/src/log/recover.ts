import { readFile, stat } from 'node:fs/promises';
import { holdsFrame } from './frame.ts';
import { scanSegment } from './scan-segment.ts';
import { listSegments, type SegmentFile, segmentFile } from './segment-files.ts';

/** Where the log goes on: in its last segment, if that is open, after `keepBytes`, or in a new one. */
export type Recovery =
  | { kind: 'resume'; segment: SegmentFile; keepBytes: number; cutBytes: number }
  | { kind: 'create'; segment: SegmentFile; damaged?: SegmentFile };

/**
 * Finds the last good frame. What stands after it is a torn tail, to be cut, unless whole frames follow: then the
 * segment was damaged by something else than a crash, and is left as it is for whoever wants to save more of it.
 */
export async function findRecovery(folder: string): Promise<Recovery> {
  const last = (await listSegments(folder)).at(-1);
  if (last?.state !== 'open') return { kind: 'create', segment: segmentFile(folder, (last?.number ?? 0) + 1, 'open') };

  const end = await endOf(last.path);
  const sizeBytes = (await stat(last.path)).size;
  const damaged =
    end.kind === 'foreign' ? sizeBytes > 0 : end.kind === 'bad' && (await framesAfter(last, end.goodBytes));
  if (damaged) return { kind: 'create', segment: segmentFile(folder, last.number + 1, 'open'), damaged: last };
  return { kind: 'resume', segment: last, keepBytes: end.goodBytes, cutBytes: sizeBytes - end.goodBytes };
}

async function endOf(path: string) {
  const scan = scanSegment(path);
  for (;;) {
    const step = await scan.next();
    if (step.done) return step.value;
  }
}

async function framesAfter(segment: SegmentFile, goodBytes: number): Promise<boolean> {
  return holdsFrame(await readFile(segment.path), goodBytes + 1);
}
