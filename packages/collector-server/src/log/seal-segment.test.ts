import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { encodeFrames, magic } from './frame.ts';
import { readPayloads } from './read-log.ts';
import { removeLeftovers, sealSegment } from './seal-segment.ts';
import { listSegments, segmentFile } from './segment-files.ts';

const texts = Array.from({ length: 200 }, (_, index) => `record ${index}`);

/** A folder with one complete segment in the order of arrival. */
async function openSegment(tail: Uint8Array = Buffer.alloc(0)) {
  const folder = await temporaryFolder();
  const segment = segmentFile(folder, 1, 'open');
  await writeFile(segment.path, Buffer.concat([magic, encodeFrames(texts), tail]));
  return { folder, segment };
}

async function read(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { payload } of readPayloads(folder)) found.push(payload.toString());
  return found;
}

test('a sealed segment holds the same records in another order, and nothing else is left', async () => {
  const { folder, segment } = await openSegment();
  expect(await sealSegment(folder, segment)).toEqual({ records: 200, damaged: false });
  expect(await readdir(folder)).toEqual(['00000000000000000001.log']);
  const found = await read(folder);
  expect(found).not.toEqual(texts);
  expect(found.toSorted()).toEqual(texts.toSorted());
});

test('neighbours of a batch are no neighbours any more', async () => {
  const { folder, segment } = await openSegment();
  await sealSegment(folder, segment);
  const found = (await read(folder)).map((text) => Number(text.split(' ')[1]));
  const kept = found.filter((number, at) => found[at + 1] === number + 1).length;
  // One in a shuffle of 200 on average; ten or more happen once in ten million.
  expect(kept).toBeLessThan(10);
});

test('an empty segment just goes', async () => {
  const folder = await temporaryFolder();
  const segment = segmentFile(folder, 1, 'open');
  await writeFile(segment.path, magic);
  expect(await sealSegment(folder, segment)).toEqual({ records: 0, damaged: false });
  expect(await readdir(folder)).toEqual([]);
});

test('of a damaged segment the good records are sealed, and the file is set aside', async () => {
  const bad = encodeFrames(['bad']);
  bad.writeUInt8(bad.readUInt8(9) ^ 1, 9);
  const { folder, segment } = await openSegment(Buffer.concat([bad, encodeFrames(['behind'])]));
  const before = await readFile(segment.path);
  expect(await sealSegment(folder, segment)).toEqual({ records: 200, damaged: true });
  expect((await readdir(folder)).sort()).toEqual(['00000000000000000001.damaged', '00000000000000000001.log']);
  expect(await readFile(segment.path.replace('.open', '.damaged'))).toEqual(before);
});

test('a crash at any step loses no record and doubles none', async () => {
  const { folder, segment } = await openSegment();
  const sealed = segmentFile(folder, 1, 'sealed');

  // While the new file is written.
  await writeFile(`${sealed.path}.new`, Buffer.concat([magic, encodeFrames(texts.slice(0, 7))]).subarray(0, -3));
  expect(await read(folder)).toEqual(texts);
  await removeLeftovers(folder, await listSegments(folder));
  expect(await readdir(folder)).toEqual([basename(segment.path)]);

  // Between the new name and the end of the old file.
  const open = await readFile(segment.path);
  await sealSegment(folder, segment);
  await writeFile(segment.path, open);
  expect((await read(folder)).toSorted()).toEqual(texts.toSorted());
  await removeLeftovers(folder, await listSegments(folder));
  expect(await readdir(folder)).toEqual([basename(sealed.path)]);

  // The same for a segment that was drained since.
  await copyFile(sealed.path, segmentFile(folder, 1, 'drained').path);
  expect(await read(folder)).toHaveLength(texts.length);
});
