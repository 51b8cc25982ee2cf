import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { idWordsOf } from './id-words.ts';
import { logFolder } from './log/log-folders.ts';
import { SegmentLog } from './log/segment-log.ts';
import { recallIds } from './recall-ids.ts';
import { idStates, RecentIds } from './recent-ids.ts';
import { serialiseRecord } from './serialise-record.ts';
import { countRecord, pathRecord, randomId } from './testing/records.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

/** The ids of a shop that were found. */
async function recalledFrom(root: string, capacity: number, shop = 'default') {
  const ids = new RecentIds(await recallIds(root, capacity), shop);
  return { knows: (id: string) => ids.claim(idWordsOf([id])).states[0] === idStates.known };
}

/** A log of many small segments. */
async function logOf(payloads: string[]): Promise<string> {
  const root = await temporaryFolder();
  const folder = logFolder(root, 'default', 'records', 0).path;
  const log = await SegmentLog.open({ folder, segmentBytes: 1_000 });
  for (const payload of payloads) await log.append([payload]);
  await log.close();
  return root;
}

test('the ids of a log are remembered', async () => {
  const ids = Array.from({ length: 40 }, randomId);
  const folder = await logOf(
    ids.map((id, index) => serialiseRecord(index % 2 ? countRecord({ id }) : pathRecord({ id }))),
  );
  const recalled = await recalledFrom(folder, 1_000);
  expect(ids.filter((id) => !recalled.knows(id))).toEqual([]);
  expect(recalled.knows(randomId())).toBe(false);
  expect((await recalledFrom(folder, 1_000, 'another')).knows(ids[0] ?? '')).toBe(false);
});

test('of a log with too many the newest are', async () => {
  const ids = Array.from({ length: 100 }, randomId);
  const recalled = await recalledFrom(await logOf(ids.map((id) => serialiseRecord(countRecord({ id })))), 20);
  expect(ids.slice(-10).filter((id) => !recalled.knows(id))).toEqual([]);
  expect(ids.filter((id) => recalled.knows(id)).length).toBeLessThanOrEqual(20);
});

test('a log that something else wrote is read too, and what has no id is passed over', async () => {
  const id = randomId();
  const folder = await logOf([`{"kind":"count","id":"${id}"}`, 'not JSON', '[]', '{"id":7}']);
  await writeFile(join(folder, 'default', 'records-0', '00000000000000000000.log'), 'not a segment');
  expect((await recalledFrom(folder, 1_000)).knows(id)).toBe(true);
});

test('an empty folder has none', async () => {
  expect((await recalledFrom(await temporaryFolder(), 10)).knows(randomId())).toBe(false);
});
