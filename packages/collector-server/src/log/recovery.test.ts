import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { encodeFrames, magic } from './frame.ts';
import { type LogDamage, readPayloads } from './read-log.ts';
import { segmentFile } from './segment-files.ts';
import { SegmentLog } from './segment-log.ts';

const texts = ['the first record', 'the second record', 'the last record'];

/** A log of three records, closed; `bytes` is its only segment, `lastFrame` where the third record begins. */
async function threeRecords() {
  const folder = await temporaryFolder();
  const log = await SegmentLog.open({ folder });
  for (const text of texts) await log.append([text]);
  await log.close();
  const { path } = segmentFile(folder, 1, 'open');
  const bytes = await readFile(path);
  return { folder, path, bytes, lastFrame: bytes.length - encodeFrames(texts.slice(2)).length };
}

/** Starts a collector's log on these files, appends one record, and reads everything back. */
async function restart(folder: string) {
  const notices: string[] = [];
  const log = await SegmentLog.open({ folder, onNotice: (message) => notices.push(message) });
  expect(await log.append(['after the restart'])).toEqual({ kind: 'durable' });
  await log.close();
  return { notices, ...(await readAll(folder)) };
}

async function readAll(folder: string) {
  const found: string[] = [];
  const damage: LogDamage[] = [];
  for await (const { payload } of readPayloads(folder, { onDamage: (place) => damage.push(place) })) {
    found.push(payload.toString());
  }
  return { found, damage };
}

describe('after a crash', () => {
  test('a log that ends well goes on in the same segment', async () => {
    const { folder } = await threeRecords();
    expect(await restart(folder)).toEqual({ notices: [], damage: [], found: [...texts, 'after the restart'] });
  });

  test('a tail torn at any byte of the last frame is cut, and nothing before it is lost', async () => {
    const { folder, path, bytes, lastFrame } = await threeRecords();
    for (let length = lastFrame; length < bytes.length; length += 1) {
      await writeFile(path, bytes.subarray(0, length));
      const { found, damage, notices } = await restart(folder);
      expect(found, `cut to ${length} bytes`).toEqual([...texts.slice(0, 2), 'after the restart']);
      expect(damage).toEqual([]);
      expect(notices).toHaveLength(length === lastFrame ? 0 : 1);
    }
  });

  test('a flipped byte anywhere in the last frame costs that frame alone', async () => {
    const { folder, path, bytes, lastFrame } = await threeRecords();
    for (let at = lastFrame; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(at) ^ 0xff, at);
      await writeFile(path, flipped);
      expect((await restart(folder)).found, `byte ${at}`).toEqual([...texts.slice(0, 2), 'after the restart']);
    }
  });

  test('zeros that the file system left behind the last frame are cut', async () => {
    const { folder, path, bytes } = await threeRecords();
    await writeFile(path, Buffer.concat([bytes, Buffer.alloc(5_000)]));
    expect((await restart(folder)).found).toEqual([...texts, 'after the restart']);
    expect((await stat(path)).size).toBe(bytes.length + encodeFrames(['after the restart']).length);
  });

  test('a segment that was torn while it was begun is begun again', async () => {
    for (let length = 0; length <= magic.length; length += 1) {
      const folder = await temporaryFolder();
      const { path } = segmentFile(folder, 1, 'open');
      await writeFile(path, magic.subarray(0, length));
      expect((await restart(folder)).found).toEqual(['after the restart']);
      expect((await readFile(path)).subarray(0, 8)).toEqual(Buffer.from(magic));
    }
  });

  test('a segment of zeros, as after a power cut, is set aside', async () => {
    const folder = await temporaryFolder();
    await writeFile(segmentFile(folder, 1, 'open').path, Buffer.alloc(4_096));
    const { found, damage } = await restart(folder);
    expect(found).toEqual(['after the restart']);
    expect(damage).toEqual([{ folder, at: { segment: 1, offset: 0 }, reason: 'not-a-segment' }]);
  });
});

describe('a damaged segment', () => {
  test('is left as it is when whole frames stand behind the bad one, and the log goes on in a new one', async () => {
    const { folder, path, bytes, lastFrame } = await threeRecords();
    const secondFrame = lastFrame - encodeFrames(texts.slice(1, 2)).length;
    for (let at = secondFrame; at < lastFrame; at += 1) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(at) ^ 0xff, at);
      await writeFile(path, flipped);
      await writeFile(segmentFile(folder, 2, 'open').path, '');
      await restart(folder);
      expect(await readFile(path), `byte ${at}`).toEqual(flipped);
    }
    const { found, damage } = await readAll(folder);
    expect(found.slice(0, 2)).toEqual([texts[0], 'after the restart']);
    expect(damage).toEqual([{ folder, at: { segment: 1, offset: secondFrame }, reason: 'bad-frame' }]);
  });

  test('is told of at start', async () => {
    const { folder, path, bytes } = await threeRecords();
    bytes.writeUInt8(0, magic.length + 9);
    await writeFile(path, bytes);
    const { notices, found } = await restart(folder);
    expect(notices).toEqual([`${path} is damaged; a new segment begins`]);
    expect(found).toEqual(['after the restart']);
    expect((await stat(path)).size).toBe(bytes.length);
  });

  test('of another format is never written to', async () => {
    const folder = await temporaryFolder();
    const { path } = segmentFile(folder, 7, 'open');
    await writeFile(path, 'EDGECRT2 and whatever a later version writes');
    await restart(folder);
    expect(await readFile(path, 'utf8')).toBe('EDGECRT2 and whatever a later version writes');
    expect((await stat(segmentFile(folder, 8, 'open').path)).size).toBeGreaterThan(8);
  });

  test('does not hide other files of the folder from people, nor trip over them', async () => {
    const { folder } = await threeRecords();
    await writeFile(join(folder, 'notes.txt'), 'mine');
    expect((await restart(folder)).found).toHaveLength(4);
    expect(await readFile(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
  });
});
