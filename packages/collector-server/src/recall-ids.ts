import { readPayloads, segmentStart } from './log/read-log.ts';
import { scanSegment } from './log/scan-segment.ts';
import { listSegments } from './log/segment-files.ts';
import { RecentIds } from './recent-ids.ts';

/** The newest ids of a log, at least half of `capacity` of them if it holds so many, the newest last. */
export async function recallIds(folder: string, capacity: number): Promise<RecentIds> {
  const ids = new RecentIds(capacity);
  const segment = await firstNeeded(folder, capacity);
  if (segment === undefined) return ids;
  for await (const { payload } of readPayloads(folder, { from: segmentStart(segment) })) {
    const id = idOf(payload);
    if (id !== undefined) ids.add(id);
  }
  return ids;
}

/** Counts frames from the newest segment back until there are enough; reading older segments would be for nothing. */
async function firstNeeded(folder: string, capacity: number): Promise<number | undefined> {
  let first: number | undefined;
  let counted = 0;
  for (const { number, path } of (await listSegments(folder)).reverse()) {
    if (counted >= capacity) break;
    for await (const frames of scanSegment(path)) counted += frames.length;
    first = number;
  }
  return first;
}

const start = '{"id":"';

/** Our records begin with their id; a log that something else wrote is read the long way. */
function idOf(payload: Buffer): string | undefined {
  if (payload.toString('latin1', 0, start.length) === start) {
    return payload.toString('latin1', start.length, start.length + 32);
  }
  try {
    const record: unknown = JSON.parse(payload.toString());
    if (typeof record !== 'object' || record === null || !('id' in record)) return undefined;
    return typeof record.id === 'string' ? record.id : undefined;
  } catch {
    return undefined;
  }
}
