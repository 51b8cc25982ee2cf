import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../errors.ts';

/** One segment of a log. Numbers ascend from 1. */
export interface SegmentFile {
  number: number;
  state: SegmentState;
  path: string;
}

/**
 * A segment's life, in this order. `open`: in the order of arrival, being written to or waiting to be shuffled;
 * `sealed`: shuffled, and never changed again; `drained`: Kafka has all of it.
 */
export const segmentStates = ['open', 'sealed', 'drained'] as const;
export type SegmentState = (typeof segmentStates)[number];

const endings = { open: 'open', sealed: 'log', drained: 'drained' } satisfies Record<SegmentState, string>;
const stateOf = new Map(segmentStates.map((state) => [endings[state], state]));
const pattern = /^(\d{20})\.(open|log|drained)$/;

/** The file of a segment: `00000000000000000001.open`, later `….log`, later `….drained`. */
export function segmentFile(folder: string, number: number, state: SegmentState): SegmentFile {
  return { number, state, path: join(folder, `${String(number).padStart(20, '0')}.${endings[state]}`) };
}

/**
 * The segments of a folder, ascending. Where a crash left a segment both open and sealed the later state counts: the file
 * was complete before it got its name. Other files are passed over; a folder that is not there has none.
 */
export async function listSegments(folder: string): Promise<SegmentFile[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  const segments = new Map<number, SegmentFile>();
  for (const name of names) {
    const [, digits, ending = ''] = pattern.exec(name) ?? [];
    const state = stateOf.get(ending);
    if (state === undefined) continue;
    const segment = segmentFile(folder, Number(digits), state);
    const other = segments.get(segment.number);
    if (!other || isLater(segment, other)) segments.set(segment.number, segment);
  }
  return [...segments.values()].sort((a, b) => a.number - b.number);
}

function isLater(a: SegmentFile, b: SegmentFile): boolean {
  return segmentStates.indexOf(a.state) > segmentStates.indexOf(b.state);
}

/** How many segments a folder holds, and their bytes together. */
export async function measureLog(folder: string): Promise<{ segments: number; bytes: number }> {
  const files = await listSegments(folder);
  const sizes = await Promise.all(files.map(({ path }) => sizeOf(path)));
  return { segments: files.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** 0 for a file that was sealed or deleted since it was listed. */
async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    (error: unknown) => {
      if (systemCode(error) === 'ENOENT') return 0;
      throw error;
    },
  );
}

/** Makes the names in a folder durable. Windows has no such call, and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
