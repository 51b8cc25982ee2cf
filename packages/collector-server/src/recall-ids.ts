import { stat } from 'node:fs/promises';
import { listLogFolders } from './log/log-folders.ts';
import { scanSegment } from './log/scan-segment.ts';
import { listSegments } from './log/segment-files.ts';
import { RecentIds } from './recent-ids.ts';

/** The newest ids of all logs below a folder, at least half of `capacity` of them if they hold so many, the newest last. */
export async function recallIds(root: string, capacity: number): Promise<RecentIds> {
  const ids = new RecentIds(capacity);
  for (const path of await neededSegments(root, capacity)) {
    for await (const frames of scanSegment(path)) {
      ids.add(frames.flatMap(({ payload }) => idOf(payload) ?? []));
    }
  }
  return ids;
}

/** Counts frames from the newest segment back until there are enough; reading older segments would be for nothing. */
async function neededSegments(root: string, capacity: number): Promise<string[]> {
  const needed: string[] = [];
  let counted = 0;
  for (const { path } of await newestFirst(root)) {
    if (counted >= capacity) break;
    for await (const frames of scanSegment(path)) counted += frames.length;
    needed.unshift(path);
  }
  return needed;
}

/** A sealed segment carries the time of its sealing, an open one that of its newest record. */
async function newestFirst(root: string): Promise<{ path: string; mtimeMs: number }[]> {
  const folders = (await listLogFolders(root)).filter(({ kind }) => kind === 'records');
  const segments = (await Promise.all(folders.map(({ path }) => listSegments(path)))).flat();
  const dated = await Promise.all(segments.map(async ({ path }) => ({ path, mtimeMs: (await stat(path)).mtimeMs })));
  return dated.sort((a, b) => b.mtimeMs - a.mtimeMs);
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
