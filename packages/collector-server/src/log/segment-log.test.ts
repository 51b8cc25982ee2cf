import { readdir, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { FaultyFiles } from '../testing/faulty-file.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { encodeFrames } from './frame.ts';
import { LogBudget } from './log-budget.ts';
import type { SegmentLogOptions } from './log-options.ts';
import { readPayloads } from './read-log.ts';
import { measureLog } from './segment-files.ts';
import { SegmentLog } from './segment-log.ts';

async function openLog(options: Partial<SegmentLogOptions> = {}) {
  const folder = options.folder ?? (await temporaryFolder());
  const log = await SegmentLog.open({ folder, recheckMs: 20, ...options });
  onTestFinished(() => log.close());
  return { folder, log };
}

async function texts(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { payload } of readPayloads(folder)) found.push(payload.toString());
  return found;
}

const segmentsOf = async (folder: string) => (await readdir(folder)).filter((name) => name.endsWith('.open'));

describe('appending', () => {
  test('stores payloads in order, and says so only when they are durable', async () => {
    const { folder, log } = await openLog();
    expect(await log.append(['a', 'b'])).toEqual({ kind: 'durable' });
    expect(await log.append(['c'])).toEqual({ kind: 'durable' });
    expect(await texts(folder)).toEqual(['a', 'b', 'c']);
  });

  test('lets one sync serve all requests that wait', async () => {
    const files = new FaultyFiles();
    const { folder, log } = await openLog({ openFile: files.open });
    const before = files.count('sync');
    const appended = Array.from({ length: 500 }, (_, index) => log.append([`record ${index}`]));
    expect(await Promise.all(appended)).toEqual(appended.map(() => ({ kind: 'durable' })));
    expect(files.count('sync') - before).toBeLessThanOrEqual(2);
    expect(await texts(folder)).toHaveLength(500);
  });

  test('refuses when more waits for the disk than may', async () => {
    const { log } = await openLog({ maxWaitingBytes: 100 });
    const results = await Promise.all([log.append(['x'.repeat(80)]), log.append(['y'.repeat(80)])]);
    expect(results.map(({ kind }) => kind)).toEqual(['durable', 'refused']);
  });

  test('counts its bytes as the disk does', async () => {
    const { folder, log } = await openLog({ segmentBytes: 200 });
    for (let index = 0; index < 20; index += 1) await log.append(['x'.repeat(50)]);
    const names = await segmentsOf(folder);
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
    expect(log.budget.usedBytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
  });
});

describe('rotation', () => {
  test('closes a segment before it grows beyond its size, and keeps a request whole', async () => {
    const { folder, log } = await openLog({ segmentBytes: 300 });
    const batches = Array.from({ length: 40 }, (_, index) => [`${index} first`, `${index} second`]);
    await Promise.all(batches.map((batch) => log.append(batch)));
    expect(await texts(folder)).toEqual(batches.flat());
    for (const name of await segmentsOf(folder)) {
      expect((await stat(join(folder, name))).size).toBeLessThanOrEqual(300);
    }
  });

  test('gives a request that is larger than a segment one of its own', async () => {
    const { folder, log } = await openLog({ segmentBytes: 100 });
    await Promise.all([log.append(['a']), log.append(['x'.repeat(500)]), log.append(['b'])]);
    expect(await texts(folder)).toEqual(['a', 'x'.repeat(500), 'b']);
    expect(await segmentsOf(folder)).toHaveLength(3);
  });

  test('happens by age when that is asked for', async () => {
    const { folder, log } = await openLog({ sealAgeMs: 20, maxSealAgeMs: 20 });
    await log.append(['a']);
    await eventually(() => segmentsOf(folder)).toHaveLength(2);
    await log.append(['b']);
    await eventually(() => segmentsOf(folder)).toHaveLength(3);
    expect(await texts(folder)).toEqual(['a', 'b']);
  });

  test('waits until records of enough requests are mixed, or for the longer age', async () => {
    const { folder, log } = await openLog({ sealAgeMs: 5, minBatches: 3, maxSealAgeMs: 60_000 });
    await log.append(['a']);
    await log.append(['b']);
    expect(await segmentsOf(folder)).toHaveLength(1);
    await log.append(['c']);
    await eventually(() => segmentsOf(folder)).toHaveLength(2);
  });

  test('tells that a segment is complete', async () => {
    let complete = 0;
    const { log } = await openLog({
      onComplete: () => {
        complete += 1;
      },
    });
    await log.append(['a']);
    expect(complete).toBe(0);
    await log.seal();
    expect(complete).toBe(1);
  });

  test('leaves an empty segment alone', async () => {
    const { folder, log } = await openLog();
    await log.seal();
    await log.seal();
    expect(await segmentsOf(folder)).toHaveLength(1);
  });
});

describe('reading', () => {
  test('of a folder that is not there finds nothing', async () => {
    expect(await texts(join(await temporaryFolder(), 'nowhere'))).toEqual([]);
  });

  test('crosses the size of its buffer', async () => {
    const { folder, log } = await openLog();
    const all = Array.from({ length: 60 }, (_, index) => `${index}`.padEnd(60_000, '.'));
    for (const text of all) await log.append([text]);
    expect(await texts(folder)).toEqual(all);
  });
});

describe('a failed sync', () => {
  test('refuses the whole group, and never touches that descriptor for writing again', async () => {
    const files = new FaultyFiles();
    const { folder, log } = await openLog({ openFile: files.open });
    await log.append(['before']);
    files.failing = 'sync';
    const results = await Promise.all([log.append(['lost 1']), log.append(['lost 2'])]);
    expect(results.map(({ kind }) => kind)).toEqual(['refused', 'refused']);
    expect(log.state).toEqual({ kind: 'failed', reason: "the log can't be written (EIO)" });

    const failedAt = files.calls.findLastIndex(({ call }) => call === 'sync');
    expect(await log.append(['refused'])).toMatchObject({ kind: 'refused', retryAfterS: 1 });
    files.failing = undefined;
    await eventually(() => log.state.kind).toBe('open');
    expect(await log.append(['after'])).toEqual({ kind: 'durable' });

    const sinceOnFirst = files.calls.slice(failedAt + 1).filter(({ path }) => basename(path).endsWith('1.open'));
    const untilReopened = sinceOnFirst.slice(
      0,
      sinceOnFirst.findIndex(({ call }) => call === 'open'),
    );
    expect(untilReopened.map(({ call }) => call)).toEqual(['truncate', 'close']);
    expect(await texts(folder)).toEqual(['before', 'after']);
    expect(await segmentsOf(folder)).toHaveLength(2);
  });

  test('keeps it refusing while a new segment can not be made durable either', async () => {
    const files = new FaultyFiles();
    const { folder, log } = await openLog({ openFile: files.open });
    files.failing = 'sync';
    await log.append(['lost']);
    const opened = files.count('open');
    await eventually(() => files.count('open')).toBeGreaterThan(opened + 2);
    expect(log.state.kind).toBe('failed');
    files.failing = undefined;
    await eventually(() => log.state.kind).toBe('open');
    expect(await texts(folder)).toEqual([]);
  });

  test('while the log closes still refuses', async () => {
    const files = new FaultyFiles();
    const { log } = await openLog({ openFile: files.open });
    files.failing = 'sync';
    const appended = log.append(['lost']);
    await log.close();
    expect(await appended).toMatchObject({ kind: 'refused' });
  });
});

describe('a failed write', () => {
  test('refuses, and the log goes on in a new segment without what was refused', async () => {
    const files = new FaultyFiles();
    const { folder, log } = await openLog({ openFile: files.open });
    await log.append(['before']);
    files.failing = 'write';
    expect(await log.append(['lost'])).toMatchObject({ kind: 'refused' });
    files.failing = undefined;
    await eventually(() => log.state.kind).toBe('open');
    await log.append(['after']);
    expect(await texts(folder)).toEqual(['before', 'after']);
  });
});

describe('the disk budget', () => {
  test('refuses what would go beyond it, until there is room again', async () => {
    const frameBytes = encodeFrames(['x'.repeat(100)]).length;
    const notices: string[] = [];
    const folder = await temporaryFolder();
    const budget = new LogBudget(3 * (frameBytes + 8), async () => (await measureLog(folder)).bytes);
    const { log } = await openLog({
      folder,
      segmentBytes: frameBytes + 8,
      budget,
      onNotice: (message) => notices.push(message),
    });
    const results = [];
    for (let index = 0; index < 5; index += 1) results.push(await log.append(['x'.repeat(100)]));
    expect(results.map(({ kind }) => kind)).toEqual(['durable', 'durable', 'durable', 'refused', 'refused']);
    expect(log.state.kind).toBe('full');
    expect(budget.usedBytes).toBeLessThanOrEqual(3 * (frameBytes + 8));

    const [oldest = ''] = await segmentsOf(folder);
    await writeFile(join(folder, oldest), '');
    await eventually(() => log.state.kind).toBe('open');
    expect(await log.append(['y'.repeat(100)])).toEqual({ kind: 'durable' });
    expect(notices).toHaveLength(2);
  });
});

describe('closing', () => {
  test('waits for what was accepted and refuses the rest', async () => {
    const { folder, log } = await openLog();
    const accepted = log.append(['accepted']);
    const closed = log.close();
    expect(await log.append(['too late'])).toMatchObject({ kind: 'refused', reason: 'the collector is stopping' });
    await closed;
    expect(await accepted).toEqual({ kind: 'durable' });
    expect(await texts(folder)).toEqual(['accepted']);
  });
});

describe('opening', () => {
  test('says what to do when the folder is a file', async () => {
    const path = join(await temporaryFolder(), 'file');
    await writeFile(path, '');
    await expect(SegmentLog.open({ folder: path })).rejects.toMatchObject({
      code: 'data-unwritable',
      message: `${path}: the log can't be written here (EEXIST). Choose a writable folder with --data.`,
    });
  });
});
