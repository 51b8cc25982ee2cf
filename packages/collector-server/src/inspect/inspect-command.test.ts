import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serialiseRecord } from '../intake/serialise-record.ts';
import { encodeFrames, magic } from '../log/frame.ts';
import { logFolder } from '../log/log-folders.ts';
import { makeFolder } from '../log/open-writer.ts';
import { listSegments, segmentFile } from '../log/segment-files.ts';
import { countRecord } from '../testing/records.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { inspectCommand } from './inspect-command.ts';

const record = () => serialiseRecord(countRecord());

/** A data folder with a drained, a sealed and an open segment; the sealed one as given. */
async function dataFolder(sealed: Buffer = Buffer.concat([magic, encodeFrames([record()])])) {
  const data = await temporaryFolder();
  const folder = logFolder(join(data, 'log'), 'default', 'records', 0).path;
  await makeFolder(folder);
  await writeFile(segmentFile(folder, 1, 'drained').path, Buffer.concat([magic, encodeFrames([record(), record()])]));
  await writeFile(segmentFile(folder, 2, 'sealed').path, sealed);
  await writeFile(
    segmentFile(folder, 3, 'open').path,
    Buffer.concat([magic, encodeFrames([record()]).subarray(0, -2)]),
  );
  return { data, folder };
}

async function run(...args: string[]) {
  const lines: string[] = [];
  const code = await inspectCommand(args, (line) => lines.push(line));
  return { code, lines };
}

test('lists every segment and what it holds', async () => {
  const { data } = await dataFolder();
  const { code, lines } = await run(data);
  expect(code).toBe(0);
  expect(lines).toHaveLength(5);
  expect(lines[1]).toMatch(/^default +records-0 +1 +drained +2 +\d+$/);
  expect(lines[4]).toMatch(/^3 segments, 3 records, \d+ bytes, 0 damaged$/);
});

test('tells damage and what is no record, and ends with 1', async () => {
  const flipped = Buffer.concat([magic, encodeFrames(['not a record', record()])]);
  flipped.writeUInt8(0, flipped.length - 1);
  const { data } = await dataFolder(flipped);
  const { code, lines } = await run(join(data, 'log'), '--json');
  expect(code).toBe(1);
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ segment: 2, state: 'sealed', records: 0, strange: 1, badAt: 28 });
});

test('prints the records', async () => {
  const { data } = await dataFolder();
  const { lines } = await run(data, '--print');
  expect(lines.map((line) => JSON.parse(line).kind)).toEqual(['count', 'count', 'count']);
});

test('makes drained segments sealed again, but not under a running collector', async () => {
  const { data, folder } = await dataFolder();
  await writeFile(join(data, 'log', 'writer.lock'), JSON.stringify({ pid: process.ppid }));
  await expect(run(data, '--replay')).rejects.toMatchObject({ code: 'log-in-use' });
  await rename(join(data, 'log', 'writer.lock'), join(data, 'lock'));
  expect((await run(data, '--replay')).lines[0]).toMatch(/^1 segments/);
  expect((await listSegments(folder)).map(({ state }) => state)).toEqual(['sealed', 'sealed', 'open']);
});

test('says what it needs', async () => {
  expect((await run('--help')).lines[0]).toContain('edgecart-collector inspect <data folder>');
  await expect(run()).rejects.toMatchObject({
    code: 'bad-option',
    message: expect.stringContaining('name one data folder'),
  });
  await expect(run('/nowhere')).rejects.toMatchObject({
    message: expect.stringContaining('/nowhere/log is no folder'),
  });
  await expect(run('--wrong', 'x')).rejects.toMatchObject({ code: 'bad-option' });
});
