import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { AnalysisRules } from '@edgecart/protocol/analysis';
import { Checkpoints, cellsFile, idsFile } from './checkpoint.ts';
import { IdSet } from './id-set.ts';
import { isManifest, type Manifest, manifestName } from './manifest.ts';
import { Names } from './names.ts';
import { Shard } from './shard.ts';
import { State, shardName } from './state.ts';

/** A state as it was written down last, and how to write it down again. */
export interface OpenedState {
  state: State;
  checkpoints: Checkpoints;
  /** How far the input had been read; `null` at the very beginning. */
  positions: unknown;
  clean: number;
}

/**
 * Opens the state in a folder, or begins one. What can't be read, or was counted by other rules, is set aside as
 * `<folder>.before`, `onNotice` is told, and everything is counted anew from what the input still holds.
 */
export function openState(folder: string, rules: AnalysisRules, onNotice: (message: string) => void): OpenedState {
  const digest = createHash('sha256').update(JSON.stringify(rules)).digest('hex');
  mkdirSync(folder, { recursive: true });
  try {
    const manifest = readManifest(folder);
    if (manifest === undefined) return begin(folder, digest);
    if (manifest.rulesDigest !== digest) throw new Error('it was counted by other rules');
    const checkpoints = new Checkpoints(folder, digest, manifest);
    return { state: load(folder, manifest), checkpoints, positions: manifest.positions, clean: manifest.clean };
  } catch (error) {
    const aside = `${folder}.before`;
    rmSync(aside, { recursive: true, force: true });
    renameSync(folder, aside);
    mkdirSync(folder, { recursive: true });
    const reason = error instanceof Error ? error.message : String(error);
    onNotice(`the state of the insights can't be used (${reason}); it is set aside as ${aside} and counted anew`);
    return begin(folder, digest);
  }
}

function begin(folder: string, digest: string): OpenedState {
  return { state: new State(), checkpoints: new Checkpoints(folder, digest, undefined), positions: null, clean: 0 };
}

function readManifest(folder: string): Manifest | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, manifestName), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const value: unknown = JSON.parse(text);
  if (isManifest(value)) return value;
  throw new Error(`${manifestName} has not the form that it should have`);
}

function load(folder: string, manifest: Manifest): State {
  const names = readFileSync(join(folder, 'items.jsonl')).subarray(0, manifest.itemBytes).toString();
  const items = names
    .split('\n')
    .slice(0, -1)
    .map((line) => String(JSON.parse(line)));
  if (items.length !== manifest.items) throw new Error(`items.jsonl has ${items.length} names, not ${manifest.items}`);
  const state = new State(new Names(items), new Names(manifest.models));
  const files = new Map<number, Buffer>();
  for (const { kind, time, file, offset, count, crc } of manifest.shards) {
    const content = files.get(file) ?? readFileSync(join(folder, cellsFile(file)));
    files.set(file, content);
    const bytes = content.subarray(offset, offset + count * 16);
    if (bytes.length !== count * 16 || crc32(bytes) !== crc) throw new Error(`${cellsFile(file)} is damaged`);
    const cells = new Map<number, number>();
    const numbers = new Float64Array(aligned(bytes));
    for (let at = 0; at < numbers.length; at += 2) cells.set(numbers[at] ?? 0, numbers[at + 1] ?? 0);
    state.shards.set(shardName(kind, time), new Shard(kind, time, cells));
  }
  for (const { day, count } of manifest.ids) {
    const bytes = readFileSync(join(folder, idsFile(day))).subarray(0, count * 8);
    if (bytes.length !== count * 8) throw new Error(`${idsFile(day)} is too short`);
    state.seen.set(day, new IdSet(new Uint32Array(aligned(bytes))));
  }
  return state;
}

/** A copy that begins where numbers may begin. */
function aligned(bytes: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}
