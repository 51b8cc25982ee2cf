import { open, readFile, rename, unlink } from 'node:fs/promises';
import { systemCode } from '../errors.ts';
import { magic, walkFrames } from './frame.ts';
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
  const content = await readFile(segment.path);
  const { offsets, damaged } = findFrames(content);
  const records = offsets.length - 1;
  if (records > 0) {
    const sealed = segmentFile(folder, segment.number, 'sealed');
    await writeShuffled(`${sealed.path}.new`, content, offsets);
    await rename(`${sealed.path}.new`, sealed.path);
    await syncFolder(folder);
  }
  if (damaged) await rename(segment.path, segment.path.replace(/open$/, 'damaged'));
  else await unlink(segment.path);
  await syncFolder(folder);
  return { records, damaged };
}

/** Takes away what a crash left of a sealing: an unfinished new file, or the open twin of a sealed segment. */
export async function removeLeftovers(folder: string, segments: readonly SegmentFile[]): Promise<void> {
  for (const { number, state } of segments) {
    const sealedPath = segmentFile(folder, number, 'sealed').path;
    await unlinkIfThere(`${sealedPath}.new`);
    if (state !== 'open') await unlinkIfThere(segmentFile(folder, number, 'open').path);
  }
}

/** Where each good frame begins, and, as the last entry, where the last one ends: numbers, since there are many. */
function findFrames(content: Buffer): { offsets: Uint32Array; damaged: boolean } {
  if (!content.subarray(0, magic.length).equals(magic))
    return { offsets: new Uint32Array(1), damaged: content.length > 0 };
  let offsets = new Uint32Array(1_024);
  let count = 0;
  const end = walkFrames(content, magic.length, (start) => {
    if (count + 1 >= offsets.length) {
      const longer = new Uint32Array(offsets.length * 2);
      longer.set(offsets);
      offsets = longer;
    }
    offsets[count] = start;
    count += 1;
  });
  offsets[count] = end;
  return { offsets: offsets.subarray(0, count + 1), damaged: end < content.length };
}

const writeBytes = 1_048_576;

async function writeShuffled(path: string, content: Buffer, offsets: Uint32Array): Promise<void> {
  const order = new Uint32Array(offsets.length - 1);
  for (let place = 0; place < order.length; place += 1) order[place] = place;
  shuffle(order);
  const file = await open(path, 'w');
  try {
    const portion = Buffer.allocUnsafe(writeBytes);
    portion.set(magic);
    let filled = magic.length;
    for (const place of order) {
      const start = offsets[place] ?? 0;
      const end = offsets[place + 1] ?? 0;
      if (filled + end - start > portion.length) {
        await file.appendFile(portion.subarray(0, filled));
        filled = 0;
      }
      filled += content.copy(portion, filled, start, end);
    }
    await file.appendFile(portion.subarray(0, filled));
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
