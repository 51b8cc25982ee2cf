import { closeSync, fsyncSync, ftruncateSync, openSync, readdirSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type Manifest, manifestFormat, manifestName, type StoredShard } from './manifest.ts';
import type { State } from './state.ts';

/** A shard's cells lie in a file of one checkpoint; once so many files are needed, the oldest ones are written anew. */
const maxFiles = 48;

/** What is written down together: either all of it, or, whenever the machine stops, all of the time before. */
export interface Written {
  /** How far the input has been read; whoever reads it knows its form. */
  positions: unknown;
  clean: number;
  /** Dead letters since the last time, as lines. */
  letters: readonly string[];
}

/**
 * Writes a state into a folder, and with it how far the input has been read: what was counted and what will be read next
 * never disagree. Only what changed is written. Whole shards are replaced; names, ids and dead letters grow at their end,
 * and the manifest says up to where they count.
 */
export class Checkpoints {
  readonly #folder: string;
  readonly #rulesDigest: string;
  #last: Manifest;

  constructor(folder: string, rulesDigest: string, last: Manifest | undefined) {
    this.#folder = folder;
    this.#rulesDigest = rulesDigest;
    this.#last = last ?? emptyManifest(rulesDigest);
  }

  /** Bytes of all files together, as the manifest knows them. */
  get bytes(): number {
    const { shards, ids, itemBytes, letterBytes } = this.#last;
    const cells = shards.reduce((sum, { count }) => sum + count * 16, 0);
    return cells + ids.reduce((sum, { count }) => sum + count * 8, 0) + itemBytes + letterBytes;
  }

  /** Throws what the disk throws; then the last checkpoint still counts, and the next one writes all that this one lacks. */
  write(state: State, { positions, clean, letters }: Written): void {
    const last = this.#last;
    const seq = last.seq + 1;
    const shards = this.#writeShards(state, seq);
    const ids = this.#writeIds(state);
    const itemLines = state.items.texts.slice(last.items).map((text) => `${JSON.stringify(text)}\n`);
    const itemBytes = this.#append('items.jsonl', last.itemBytes, Buffer.from(itemLines.join('')));
    const isFull = last.letterBytes > maxLetterBytes;
    const letterFile = isFull ? last.letterFile + 1 : last.letterFile;
    const letterStart = isFull ? 0 : last.letterBytes;
    const letterBytes = this.#append(lettersFile(letterFile), letterStart, Buffer.from(letters.join('')));
    const manifest: Manifest = {
      format: manifestFormat,
      rulesDigest: this.#rulesDigest,
      seq,
      clean,
      positions,
      items: state.items.texts.length,
      itemBytes,
      letterFile,
      letterBytes,
      models: [...state.models.texts],
      shards,
      ids,
    };
    const path = join(this.#folder, manifestName);
    writeDurably(`${path}.new`, 0, Buffer.from(JSON.stringify(manifest)));
    renameSync(`${path}.new`, path);
    syncFolder(this.#folder);
    this.#last = manifest;
    for (const shard of state.shards.values()) shard.changed = false;
    this.#removeUnused();
  }

  /** The shards that changed in a file of their own, and where each shard lies now. */
  #writeShards(state: State, seq: number): StoredShard[] {
    const crowded = this.#crowdedFiles();
    const before = new Map(this.#last.shards.map((stored) => [`${stored.kind}-${stored.time}`, stored]));
    const stored: StoredShard[] = [];
    const parts: Buffer[] = [];
    let offset = 0;
    for (const [name, { kind, time, cells, changed }] of state.shards) {
      const known = before.get(name);
      if (!changed && known && !crowded.has(known.file)) {
        stored.push(known);
        continue;
      }
      const numbers = new Float64Array(cells.size * 2);
      let at = 0;
      for (const [key, value] of cells) {
        numbers[at] = key;
        numbers[at + 1] = value;
        at += 2;
      }
      const bytes = Buffer.from(numbers.buffer);
      stored.push({ kind, time, file: seq, offset, count: cells.size, crc: crc32(bytes) });
      parts.push(bytes);
      offset += bytes.length;
    }
    if (offset > 0) writeDurably(join(this.#folder, cellsFile(seq)), 0, Buffer.concat(parts));
    return stored;
  }

  #crowdedFiles(): ReadonlySet<number> {
    const files = [...new Set(this.#last.shards.map(({ file }) => file))].sort((a, b) => a - b);
    return new Set(files.length > maxFiles ? files.slice(0, files.length / 2) : []);
  }

  #writeIds(state: State): Manifest['ids'] {
    const before = new Map(this.#last.ids.map(({ day, count }) => [day, count]));
    return [...state.seen].map(([day, ids]) => {
      const from = before.get(day) ?? 0;
      const values = ids.since(from);
      this.#append(idsFile(day), from * 8, Buffer.from(values.buffer, values.byteOffset, values.byteLength));
      return { day, count: ids.size };
    });
  }

  /** Writes behind what counts, over what a crash may have left there; returns up to where it counts then. */
  #append(name: string, from: number, bytes: Buffer): number {
    if (bytes.length > 0) writeDurably(join(this.#folder, name), from, bytes);
    return from + bytes.length;
  }

  #removeUnused(): void {
    const { shards, ids, letterFile } = this.#last;
    const used = new Set([
      ...shards.map(({ file }) => cellsFile(file)),
      ...ids.map(({ day }) => idsFile(day)),
      ...[letterFile - 1, letterFile].map(lettersFile),
    ]);
    for (const name of readdirSync(this.#folder)) {
      if (/^((cells-\d+|ids--?\d+)\.bin|dead-letters-\d+\.jsonl)$/.test(name) && !used.has(name))
        unlinkSync(join(this.#folder, name));
    }
  }
}

/** A file of dead letters is followed by a new one beyond this; the one before it is kept. */
const maxLetterBytes = 16 * 1024 * 1024;

const lettersFile = (number: number): string => `dead-letters-${number}.jsonl`;
export const cellsFile = (seq: number): string => `cells-${seq}.bin`;
export const idsFile = (day: number): string => `ids-${day}.bin`;

const emptyManifest = (rulesDigest: string): Manifest => ({
  format: manifestFormat,
  rulesDigest,
  seq: 0,
  clean: 0,
  positions: null,
  items: 0,
  itemBytes: 0,
  letterFile: 0,
  letterBytes: 0,
  models: [],
  shards: [],
  ids: [],
});

function writeDurably(path: string, from: number, bytes: Uint8Array): void {
  const file = openSync(path, from === 0 ? 'w' : 'r+');
  try {
    ftruncateSync(file, from);
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, from + done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
