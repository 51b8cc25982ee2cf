import { stat } from 'node:fs/promises';
import { type LogFolder, listLogFolders } from '../log/log-folders.ts';
import { scanSegment } from '../log/scan-segment.ts';
import { listSegments } from '../log/segment-files.ts';
import { idWordsOf } from './id-words.ts';
import { RecentIds, type RecentIdsMemory } from './recent-ids.ts';

interface ShopSegment {
  shop: string;
  path: string;
}

/** The newest ids of all logs below a folder, at least half of `capacity` of them if they hold so many, the newest last. */
export async function recallIds(root: string, capacity: number): Promise<RecentIdsMemory> {
  const { memory } = new RecentIds(capacity);
  for (const { path, shop } of await neededSegments(root, capacity)) await addIdsOf(path, new RecentIds(memory, shop));
  return memory;
}

/** Adds the ids of the newest segment of one log's folder. */
export async function addNewestIds(memory: RecentIdsMemory, { path, shop }: LogFolder): Promise<void> {
  const newest = (await listSegments(path)).at(-1);
  if (newest) await addIdsOf(newest.path, new RecentIds(memory, shop));
}

async function addIdsOf(path: string, ids: RecentIds): Promise<void> {
  for await (const frames of scanSegment(path)) {
    ids.add(idWordsOf(frames.flatMap(({ payload }) => idOf(payload) ?? [])));
  }
}

/** Counts frames from the newest segment back until there are enough; reading older segments would be for nothing. */
async function neededSegments(root: string, capacity: number): Promise<ShopSegment[]> {
  const needed: ShopSegment[] = [];
  let counted = 0;
  for (const segment of await newestFirst(root)) {
    if (counted >= capacity) break;
    for await (const frames of scanSegment(segment.path)) counted += frames.length;
    needed.unshift(segment);
  }
  return needed;
}

/** A sealed segment carries the time of its sealing, an open one that of its newest record. */
async function newestFirst(root: string): Promise<ShopSegment[]> {
  const folders = (await listLogFolders(root)).filter(({ kind }) => kind === 'records');
  const dated = await Promise.all(folders.map(datedSegments));
  return dated.flat().sort((a, b) => b.mtimeMs - a.mtimeMs);
}

async function datedSegments({ shop, path: folder }: LogFolder): Promise<(ShopSegment & { mtimeMs: number })[]> {
  const segments = await listSegments(folder);
  return Promise.all(segments.map(async ({ path }) => ({ shop, path, mtimeMs: (await stat(path)).mtimeMs })));
}

const start = '{"id":"';

/** Our records begin with their id; a log that something else wrote is read the long way. */
function idOf(payload: Buffer): string | undefined {
  const head = payload.toString('latin1', 0, start.length + 32);
  if (head.startsWith(start)) return head.slice(start.length);
  try {
    const record: unknown = JSON.parse(payload.toString());
    if (typeof record !== 'object' || record === null || !('id' in record)) return undefined;
    return typeof record.id === 'string' ? record.id : undefined;
  } catch {
    return undefined;
  }
}
