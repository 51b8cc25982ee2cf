import { readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../errors.ts';

/** How far a sealed segment has been drained: up to `offset`. `bytes` is its size, so that no other is taken for it. */
export interface DrainProgress {
  segment: number;
  bytes: number;
  offset: number;
}

const pathIn = (folder: string) => join(folder, 'drain-progress.json');

/**
 * Written after Kafka's answer, never before. It is not synced: after a power cut an older one stands there, and what
 * was sent since is sent again, which whoever reads the topic drops by id.
 */
export async function saveProgress(folder: string, progress: DrainProgress): Promise<void> {
  const path = pathIn(folder);
  await writeFile(`${path}.new`, JSON.stringify(progress));
  await rename(`${path}.new`, path);
}

/** The progress of this segment; `undefined` when it has to be drained from its beginning. */
export async function loadProgress(
  folder: string,
  segment: { number: number; bytes: number },
): Promise<DrainProgress | undefined> {
  try {
    const {
      segment: number,
      bytes,
      offset,
    }: Partial<DrainProgress> = JSON.parse(await readFile(pathIn(folder), 'utf8'));
    const fits = number === segment.number && bytes === segment.bytes && Number.isInteger(offset);
    return fits && offset !== undefined ? { segment: number, bytes, offset } : undefined;
  } catch {
    return undefined;
  }
}

export async function clearProgress(folder: string): Promise<void> {
  await unlink(pathIn(folder)).catch((error: unknown) => {
    if (systemCode(error) !== 'ENOENT') throw error;
  });
}
