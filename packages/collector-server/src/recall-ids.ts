import { scanSegment } from './log/scan-segment.ts';
import { listSegments, type SegmentFile } from './log/segment-files.ts';
import { RecentIds } from './recent-ids.ts';

/** The newest ids of a log, at least half of `capacity` of them if it holds so many, the newest last. */
export async function recallIds(folder: string, capacity: number): Promise<RecentIds> {
  const ids = new RecentIds(capacity);
  for (const { path } of await neededSegments(folder, capacity)) {
    for await (const frames of scanSegment(path)) {
      for (const { payload } of frames) {
        const id = idOf(payload);
        if (id !== undefined) ids.add(id);
      }
    }
  }
  return ids;
}

/** Counts frames from the newest segment back until there are enough; reading older segments would be for nothing. */
async function neededSegments(folder: string, capacity: number): Promise<SegmentFile[]> {
  const needed: SegmentFile[] = [];
  let counted = 0;
  for (const segment of (await listSegments(folder)).reverse()) {
    if (counted >= capacity) break;
    for await (const frames of scanSegment(segment.path)) counted += frames.length;
    needed.unshift(segment);
  }
  return needed;
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
