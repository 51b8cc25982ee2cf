import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CompleteLogOptions } from './log-options.ts';
import { findRecovery } from './recover.ts';
import { listSegments, segmentFile, syncFolder } from './segment-files.ts';
import { SegmentWriter } from './segment-writer.ts';

/** Makes a folder, and its name durable. */
export async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true });
  if (made !== undefined) await syncFolder(dirname(made));
}

/** Begins a segment whose name is durable too. */
export async function createWriter(options: CompleteLogOptions, number: number): Promise<SegmentWriter> {
  const writer = await SegmentWriter.create(segmentFile(options.folder, number, 'open'), options.openFile);
  try {
    await syncFolder(options.folder);
    return writer;
  } catch (error) {
    await writer.close().catch(() => {});
    throw error;
  }
}

/** Where the log goes on at start: in the last segment behind its last good frame, or in a new one. */
export async function recoverWriter(options: CompleteLogOptions): Promise<SegmentWriter> {
  const recovery = await findRecovery(options.folder);
  if (recovery.kind === 'create') {
    const { damaged } = recovery;
    if (damaged) options.onNotice(`${damaged.path} is damaged; a new segment begins`);
    return createWriter(options, recovery.segment.number);
  }
  const { segment, keepBytes, cutBytes } = recovery;
  if (cutBytes > 0) options.onNotice(`${segment.path}: cut a torn tail of ${cutBytes} bytes`);
  const writer = await SegmentWriter.resume(segment, keepBytes, options.openFile);
  await syncFolder(options.folder);
  return writer;
}

/** Cuts the segment of a writer that failed back to what is durable, and begins a new one behind all that are there. */
export async function replaceWriter(failed: SegmentWriter, options: CompleteLogOptions): Promise<SegmentWriter> {
  const { folder, openFile } = options;
  await makeFolder(folder);
  const files = await listSegments(folder);
  const cut = files.find(({ number, state }) => number === failed.number && state === 'open');
  if (cut) await (await SegmentWriter.resume(cut, failed.sizeBytes, openFile)).close();
  return createWriter(options, Math.max(files.at(-1)?.number ?? 0, failed.number) + 1);
}
