import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../errors.ts';

/** One file of a log. Numbers ascend from 1; the highest is written to. */
export interface SegmentFile {
  number: number;
  path: string;
}

const pattern = /^(\d{20})\.log$/;

/** The file of a segment: `00000000000000000001.log` for 1. */
export function segmentFile(folder: string, number: number): SegmentFile {
  return { number, path: join(folder, `${String(number).padStart(20, '0')}.log`) };
}

/** The segments of a folder, ascending. Other files are passed over; a folder that is not there has none. */
export async function listSegments(folder: string): Promise<SegmentFile[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  return names
    .flatMap((name) => {
      const digits = pattern.exec(name)?.[1];
      return digits === undefined ? [] : [{ number: Number(digits), path: join(folder, name) }];
    })
    .sort((a, b) => a.number - b.number);
}

/** How many segments a folder holds, and their bytes together. */
export async function measureLog(folder: string): Promise<{ segments: number; bytes: number }> {
  const files = await listSegments(folder);
  const sizes = await Promise.all(files.map(async ({ path }) => (await stat(path)).size));
  return { segments: files.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
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
