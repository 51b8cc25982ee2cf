import { readdir, rmdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { encodeFrames, magic } from '../log/frame.ts';
import { LogBudget } from '../log/log-budget.ts';
import { logFolder } from '../log/log-folders.ts';
import { makeFolder } from '../log/open-writer.ts';
import { measureLog, type SegmentState, segmentFile } from '../log/segment-files.ts';
import { eventually } from '../testing/eventually.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { type Backlog, Keeper, type KeeperParts } from './keeper.ts';
import { Wake } from './wake.ts';

const content = Buffer.concat([magic, encodeFrames(['a', 'b', 'c'])]);
const stem = '0000000000000000000';

/** A log with these segments, numbered from 1. */
async function logOf(states: readonly SegmentState[]) {
  const root = await temporaryFolder();
  const folder = logFolder(root, 'default', 'records', 0).path;
  await makeFolder(folder);
  for (const [index, state] of states.entries()) await writeFile(segmentFile(folder, index + 1, state).path, content);
  const budget = new LogBudget(1_000_000, async () => (await measureLog(folder)).bytes);
  await budget.correct();
  return { root, folder, budget };
}

/** A keeper without Kafka, at work until the test ends. */
function keep(log: { root: string; budget: LogBudget }, changes: Partial<KeeperParts> = {}) {
  const stop = new AbortController();
  const wake = new Wake();
  const seen = { notices: [] as string[], backlogs: [] as Backlog[] };
  const keeper = new Keeper({
    root: log.root,
    shops: ['default'],
    written: new Set(),
    kafka: undefined,
    keepDrainedMs: 60_000,
    budgetOf: () => log.budget,
    wake,
    idleMs: 20,
    signal: stop.signal,
    onKafkaState: () => {},
    onDrained: () => {},
    onBacklog: (backlog) => seen.backlogs.push(backlog),
    onNotice: (notice) => seen.notices.push(notice),
    ...changes,
  });
  const running = keeper.run();
  onTestFinished(async () => {
    stop.abort();
    wake.ring();
    await running;
  });
  return { wake, seen };
}

test('every open segment is sealed but the one that is written to', async () => {
  const log = await logOf(['open', 'open', 'open']);
  keep(log, { written: new Set([log.folder]) });
  await eventually(() => readdir(log.folder)).toEqual([`${stem}1.log`, `${stem}2.log`, `${stem}3.open`]);
});

test('of a log that nobody writes to any more, the last one too', async () => {
  const log = await logOf(['sealed', 'open']);
  const { seen } = keep(log);
  await eventually(() => readdir(log.folder)).toEqual([`${stem}1.log`, `${stem}2.log`]);
  await eventually(() => seen.backlogs.at(-1)).toMatchObject({
    segments: 2,
    bytes: 2 * content.length,
    allSegments: 2,
  });
});

test('what a crash left of a sealing is cleared away', async () => {
  const log = await logOf(['sealed', 'open']);
  await writeFile(join(log.folder, `${stem}1.open`), content);
  await writeFile(join(log.folder, `${stem}1.log.new`), 'half');
  keep(log, { written: new Set([log.folder]) });
  await eventually(() => readdir(log.folder)).toEqual([`${stem}1.log`, `${stem}2.open`]);
});

test('drained segments go when their time is over, and never those that Kafka does not have', async () => {
  const log = await logOf(['sealed', 'drained', 'drained', 'open']);
  const old = new Date(Date.now() - 3_600_000);
  for (const name of [`${stem}1.log`, `${stem}2.drained`]) await utimes(join(log.folder, name), old, old);
  keep(log, { written: new Set([log.folder]) });
  await eventually(() => readdir(log.folder)).toEqual([`${stem}1.log`, `${stem}3.drained`, `${stem}4.open`]);
  expect(log.budget.usedBytes).toBe(3 * content.length);
});

test('of a shop that is not configured any more, too', async () => {
  const log = await logOf(['drained', 'sealed']);
  const old = new Date(Date.now() - 3_600_000);
  await utimes(join(log.folder, `${stem}1.drained`), old, old);
  keep(log, { budgetOf: () => undefined });
  await eventually(() => readdir(log.folder)).toEqual([`${stem}2.log`]);
});

test('where the disk budget gets short drained segments go before their time, the oldest first', async () => {
  const log = await logOf(['drained', 'drained', 'drained', 'open']);
  const budget = new LogBudget(content.length * 4, async () => (await measureLog(log.folder)).bytes);
  await budget.correct();
  keep({ ...log, budget }, { written: new Set([log.folder]) });
  await eventually(() => readdir(log.folder)).toEqual([`${stem}2.drained`, `${stem}3.drained`, `${stem}4.open`]);
});

test('trouble is told once, and over when its cause is', async () => {
  const log = await logOf(['open', 'open']);
  const blocked = join(log.folder, `${stem}1.log.new`);
  await makeFolder(blocked);
  const { wake, seen } = keep(log, { written: new Set([log.folder]), idleMs: 1 });
  await eventually(() => seen.notices.length).toBe(1);
  for (let passes = 0; passes < 5; passes += 1) await wake.listener(5)();
  expect(seen.notices).toEqual([expect.stringMatching(/^the log can't be kept \(E\w+\); it is tried again$/)]);
  await rmdir(blocked);
  await eventually(() => readdir(log.folder)).toEqual([`${stem}1.log`, `${stem}2.open`]);
});

test('a ring wakes it', async () => {
  const log = await logOf(['open']);
  const { wake } = keep(log, { written: new Set([log.folder]), idleMs: 1_000_000 });
  await writeFile(join(log.folder, `${stem}2.open`), content);
  wake.ring();
  await eventually(() => readdir(log.folder)).toEqual([`${stem}1.log`, `${stem}2.open`]);
});
