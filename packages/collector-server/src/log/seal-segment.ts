import { open, rename, unlink } from 'node:fs/promises';
import { systemCode } from '../errors.ts';
import { magic } from './frame.ts';
import { scanSegment } from './scan-segment.ts';
import { type SegmentFile, segmentFile, syncFolder } from './segment-files.ts';
import { shuffle } from './shuffle.ts';

/** What became of an open segment. `damaged`: bytes behind the last good frame were set aside in a `.damaged` file. */
export interface Sealed {
  records: number;
  damaged: boolean;
}

/**
 * Rewrites an open segment that is no longer written to in a random order and gives it its sealed name. The new file is
 * whole and durable before it gets that name, and the old one goes only then: whenever the machine stops, the records
 * lie in one of them, and a reader that prefers the sealed one (`listSegments`) finds each of them once.
 */
export async function sealSegment(folder: string, segment: SegmentFile): Promise<Sealed> {
  const { frames, end } = await readFrames(segment.path);
  if (frames.length > 0) {
    shuffle(frames);
    const sealed = segmentFile(folder, segment.number, 'sealed');
    await writeDurably(`${sealed.path}.new`, frames);
    await rename(`${sealed.path}.new`, sealed.path);
    await syncFolder(folder);
  }
  const damaged = end === 'damaged';
  if (damaged) await rename(segment.path, segment.path.replace(/open$/, 'damaged'));
  else await unlink(segment.path);
  await syncFolder(folder);
  return { records: frames.length, damaged };
}

/** Takes away what a crash left of a sealing: an unfinished new file, or the open twin of a sealed segment. */
export async function removeLeftovers(folder: string, segments: readonly SegmentFile[]): Promise<void> {
  for (const { number, state } of segments) {
    const sealedPath = segmentFile(folder, number, 'sealed').path;
    await unlinkIfThere(`${sealedPath}.new`);
    if (state !== 'open') await unlinkIfThere(segmentFile(folder, number, 'open').path);
  }
}

async function readFrames(path: string): Promise<{ frames: Buffer[]; end: 'whole' | 'damaged' }> {
  const frames: Buffer[] = [];
  const scan = scanSegment(path);
  for (;;) {
    const step = await scan.next();
    if (step.done) return { frames, end: step.value.kind === 'clean' ? 'whole' : 'damaged' };
    for (const { bytes } of step.value) frames.push(bytes);
  }
}

const writeBytes = 1_048_576;

async function writeDurably(path: string, frames: readonly Buffer[]): Promise<void> {
  const file = await open(path, 'w');
  try {
    let group: Uint8Array[] = [magic];
    let groupBytes = magic.length;
    for (const frame of frames) {
      group.push(frame);
      groupBytes += frame.length;
      if (groupBytes < writeBytes) continue;
      await file.appendFile(Buffer.concat(group, groupBytes));
      group = [];
      groupBytes = 0;
    }
    await file.appendFile(Buffer.concat(group, groupBytes));
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function unlinkIfThere(path: string): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    if (systemCode(error) !== 'ENOENT') throw error;
  });
}
