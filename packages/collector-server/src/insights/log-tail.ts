import { stat } from 'node:fs/promises';
import type { InsightsSource, Take } from '@edgecart/insights';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { systemCode } from '../errors.ts';
import { magic } from '../log/frame.ts';
import { listLogFolders } from '../log/log-folders.ts';
import { scanSegment } from '../log/scan-segment.ts';
import { listSegments, type SegmentFile } from '../log/segment-files.ts';
import { ReadPayloads } from './read-payloads.ts';

/** How far a segment that is not done was read. */
interface Progress {
  /** In the open file, or, once it was opened as sealed, in the sealed one. */
  offset: number;
  sealed: boolean;
  /** What was read of it while it was open, and has not been met again in its sealed form. */
  read: ReadPayloads;
}

/** How far one writer's log was read. */
interface FolderProgress {
  done: Set<number>;
  segments: Map<number, Progress>;
}

const Positions = Type.Record(
  Type.String(),
  Type.Object({
    done: Type.Array(Type.Integer()),
    segments: Type.Array(
      Type.Object({ number: Type.Integer(), offset: Type.Integer(), sealed: Type.Boolean(), read: Type.String() }),
    ),
  }),
);

/**
 * Reads one shop's logs while they are written. An open segment is read as it grows, in the order of arrival; when it has
 * been sealed its frames stand in another order, and what was read of it before is passed over. So each frame is taken
 * once, whenever a segment is sealed, drained or this process stopped.
 */
export class LogTail implements InsightsSource {
  readonly kind = 'log';
  readonly #root: string;
  readonly #shop: string;
  readonly #folders: Map<string, FolderProgress>;
  #lag: number | null = null;

  /** `root` is `<data>/log`. Throws for positions that it did not make. */
  constructor(root: string, shop: string, positions: unknown) {
    this.#root = root;
    this.#shop = shop;
    this.#folders = readPositions(positions);
  }

  positions(): unknown {
    return Object.fromEntries(
      [...this.#folders].map(([name, { done, segments }]) => [
        name,
        {
          done: [...done],
          segments: [...segments].map(([number, { offset, sealed, read }]) => ({
            number,
            offset,
            sealed,
            read: read.toText(),
          })),
        },
      ]),
    );
  }

  lag(): number | null {
    return this.#lag;
  }

  async close(): Promise<void> {}

  async poll(take: Take, portion: () => void): Promise<void> {
    const folders = await listLogFolders(this.#root);
    let lag = 0;
    for (const { shop, kind, worker, path } of folders) {
      if (shop !== this.#shop || kind !== 'records') continue;
      const name = `records-${worker}`;
      const progress = this.#folders.get(name) ?? { done: new Set<number>(), segments: new Map<number, Progress>() };
      this.#folders.set(name, progress);
      lag += await readFolder(path, progress, take, portion);
    }
    this.#lag = lag;
  }
}

/** Reads what is new; returns how many bytes of it could not be read. */
async function readFolder(
  path: string,
  { done, segments }: FolderProgress,
  take: Take,
  portion: () => void,
): Promise<number> {
  const files = await listSegments(path);
  const oldest = files[0]?.number ?? Number.POSITIVE_INFINITY;
  for (const number of done) if (number < oldest) done.delete(number);
  let left = 0;
  for (const file of files) {
    if (done.has(file.number)) continue;
    const progress = segments.get(file.number) ?? { offset: magic.length, sealed: false, read: new ReadPayloads() };
    segments.set(file.number, progress);
    try {
      left += await readSegment(file, progress, take, portion);
    } catch (error) {
      // Sealed, drained or deleted since it was listed: the next look sees its new name, if it has one.
      if (systemCode(error) === 'ENOENT') continue;
      throw error;
    }
    if (file.state !== 'open') {
      segments.delete(file.number);
      done.add(file.number);
      portion();
    }
  }
  for (const number of segments.keys()) if (number < oldest) segments.delete(number);
  return left;
}

async function readSegment(
  { path, state }: SegmentFile,
  progress: Progress,
  take: Take,
  portion: () => void,
): Promise<number> {
  const { size } = await stat(path);
  const { read } = progress;
  if (state === 'open') {
    if (size <= progress.offset) return 0;
    await eachPortion(path, progress, portion, (payload) => {
      read.add(payload);
      take(payload, 'log', undefined);
    });
    return Math.max(0, size - progress.offset);
  }
  if (!progress.sealed) {
    // All of it was read while it was open: the sealed file holds the same frames.
    if (size === progress.offset) return 0;
    progress.sealed = true;
    progress.offset = magic.length;
  }
  await eachPortion(path, progress, portion, (payload) => {
    if (!read.meet(payload)) take(payload, 'log', undefined);
  });
  return 0;
}

async function eachPortion(
  path: string,
  progress: Progress,
  portion: () => void,
  take: (payload: Buffer) => void,
): Promise<void> {
  const scan = scanSegment(path, progress.offset);
  try {
    for (let step = await scan.next(); !step.done; step = await scan.next()) {
      for (const { payload } of step.value) take(payload);
      progress.offset = step.value.at(-1)?.next ?? progress.offset;
      portion();
    }
  } finally {
    await scan.return({ kind: 'clean', goodBytes: 0 });
  }
}

function readPositions(positions: unknown): Map<string, FolderProgress> {
  if (positions === null || positions === undefined) return new Map();
  const folders = Value.Parse(Positions, positions);
  return new Map(
    Object.entries(folders).map(([name, { done, segments }]) => [
      name,
      {
        done: new Set(done),
        segments: new Map(
          segments.map(({ number, offset, sealed, read }) => [
            number,
            { offset, sealed, read: ReadPayloads.fromText(read) },
          ]),
        ),
      },
    ]),
  );
}
