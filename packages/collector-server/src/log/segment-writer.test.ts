import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { FaultyFiles } from '../testing/faulty-file.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { magic } from './frame.ts';
import { listSegments, segmentFile } from './segment-files.ts';
import { SegmentWriter } from './segment-writer.ts';

test('after one failed sync nothing is written or synced again', async () => {
  const files = new FaultyFiles();
  const segment = segmentFile(await temporaryFolder(), 1, 'open');
  const writer = await SegmentWriter.create(segment, files.open);
  files.failing = 'sync';
  await expect(writer.append(Buffer.from('lost'))).rejects.toThrow('sync failed');
  files.failing = undefined;
  const calls = files.calls.length;
  await expect(writer.append(Buffer.from('lost too'))).rejects.toThrow('sync failed');
  expect(files.calls).toHaveLength(calls);
  expect(writer.sizeBytes).toBe(magic.length);

  await writer.abandon();
  expect(await readFile(segment.path)).toEqual(Buffer.from(magic));
});

test('a segment that could not be begun leaves no file behind', async () => {
  for (const call of ['write', 'sync'] as const) {
    const folder = await temporaryFolder();
    const files = new FaultyFiles();
    files.failing = call;
    await expect(SegmentWriter.create(segmentFile(folder, 1, 'open'), files.open)).rejects.toThrow(`${call} failed`);
    expect(await listSegments(folder)).toEqual([]);
  }
});

test('a segment that is there is never begun again', async () => {
  const files = new FaultyFiles();
  const segment = segmentFile(await temporaryFolder(), 1, 'open');
  const writer = await SegmentWriter.create(segment, files.open);
  await writer.append(Buffer.from('kept'));
  await writer.close();
  await expect(SegmentWriter.create(segment, files.open)).rejects.toMatchObject({ code: 'EEXIST' });
  expect((await readFile(segment.path)).toString()).toBe('EDGECRT1kept');
});
