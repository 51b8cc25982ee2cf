import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AnonymousRecord,
  type BatchAnswer,
  hourUtc,
  type RecordError,
  type RefusalClass,
} from '@edgecart/protocol';
import { collectorDeadLetters, type Refusal } from './collector-dead-letter.ts';
import { type IdWords, idWordsOf } from './id-words.ts';
import { encodeFrames, frameSlices } from './log/frame.ts';
import type { AppendResult } from './log/segment-log.ts';
import { type TimeWindow, timeWindow } from './plausible-time.ts';
import { readBatch } from './read-batch.ts';
import { type CanonicalBatch, readCanonical } from './read-canonical.ts';
import { type Claim, idStates, type RecentIds } from './recent-ids.ts';
import { serialiseRecord } from './serialise-record.ts';
import { validateRecord } from './validate-record.ts';

/**
 * What became of a batch. `refused`: it is none. `unavailable`: nothing of it may be acknowledged; the sender keeps it
 * and tries again.
 */
export type IntakeResult =
  | { kind: 'answered'; answer: BatchAnswer }
  | { kind: 'refused'; error: 'not-json' | 'not-a-batch'; path: string; reason: string }
  | { kind: 'unavailable'; reason: string; retryAfterS: number };

/** Records that have become durable. `newest` gives up to so many of them as they stand in the log. */
export interface StoredRecords {
  counts: number;
  paths: number;
  newest: (most: number) => string[];
}

/** Told what was taken and what was not, when it is durable. */
export interface IntakeObserver {
  stored(records: StoredRecords): void;
  duplicates(count: number): void;
  refused(refusalClass: RefusalClass): void;
}

/** Where an intake puts things, `SegmentLog` for one. */
interface IntakeLog {
  appendFrames(frames: Buffer): Promise<AppendResult>;
}

export interface IntakeParts {
  log: IntakeLog;
  deadLetters: IntakeLog;
  recentIds: RecentIds;
  observer: IntakeObserver;
  nowMs?: () => number;
}

/** Records of one request, in the form in which they are stored. */
interface Accepted {
  ids: IdWords;
  areCounts: readonly boolean[];
  /** The frames of the records at these places. */
  frames: (places: readonly number[]) => Buffer;
  /** The record at a place, as it stands in the log. */
  payload: (place: number) => string;
}

const windowAgeMs = 1_000;
const pollMs = 5;
const patienceMs = 10_000;

/** One shop's way in: checks each record, drops what was stored before, stores the others, and only then answers. */
export class Intake {
  readonly #parts: Required<IntakeParts>;
  #window: { value: TimeWindow; untilMs: number } | undefined;

  constructor(parts: IntakeParts) {
    this.#parts = { nowMs: Date.now, ...parts };
  }

  /** Takes the body of `POST /v1/records`. Never rejects. */
  async accept(body: Buffer): Promise<IntakeResult> {
    const window = this.#timeWindow();
    const canonical = readCanonical(body, window);
    if (canonical) return this.#store(acceptedBytes(body, canonical), []);

    const batch = readBatch(body);
    if (batch.kind === 'refused') return batch;
    const records: AnonymousRecord[] = [];
    const errors: RecordError[] = [];
    const refusals: Refusal[] = [];
    for (const [index, value] of batch.records.entries()) {
      const verdict = validateRecord(value, window);
      if (verdict.kind === 'accepted') {
        records.push(verdict.record);
        continue;
      }
      const { path, reason } = verdict;
      errors.push({ index, path, reason });
      refusals.push(verdict);
      this.#parts.observer.refused(verdict.class);
    }
    // Nobody waits for these: their sender is told of each mistake in the answer.
    if (refusals.length > 0) void this.#keepDeadLetters(refusals);
    return this.#store(acceptedRecords(records), errors);
  }

  async #store(accepted: Accepted, errors: RecordError[]): Promise<IntakeResult> {
    const { log, recentIds, observer } = this.#parts;
    const claim = recentIds.claim(accepted.ids);
    const fresh = placesOf(claim.states, idStates.unknown);
    if (fresh.length > 0) {
      const result = await log.appendFrames(accepted.frames(fresh));
      recentIds.settle(claim, result.kind === 'durable' ? 'known' : 'unknown');
      if (result.kind === 'refused') return { ...result, kind: 'unavailable' };
    }
    // The same records in another request that is being answered now: what becomes of them there decides here too.
    const awaited = placesOf(claim.states, idStates.underway);
    if (awaited.length > 0 && !(await this.#areKnown(claim, awaited))) {
      // What became durable all the same is a duplicate when the sender tries again.
      return { kind: 'unavailable', reason: 'the same records are being written for another request', retryAfterS: 1 };
    }
    if (fresh.length > 0) observer.stored(storedRecords(accepted, fresh));
    const duplicates = claim.states.length - fresh.length;
    if (duplicates > 0) observer.duplicates(duplicates);
    return { kind: 'answered', answer: { stored: fresh.length, duplicates, errors } };
  }

  /** Waits until other requests, perhaps of other threads, are through with these ids. */
  async #areKnown(claim: Claim, places: readonly number[]): Promise<boolean> {
    const { recentIds } = this.#parts;
    const untilMs = performance.now() + patienceMs;
    for (;;) {
      const all = recentIds.statesNow(claim);
      const states = places.map((place) => all[place]);
      if (!states.includes(idStates.underway)) return states.every((state) => state === idStates.known);
      if (performance.now() > untilMs) return false;
      await sleep(pollMs);
    }
  }

  async #keepDeadLetters(refusals: readonly Refusal[]): Promise<void> {
    const letters = collectorDeadLetters(refusals, hourUtc(this.#parts.nowMs()));
    await this.#parts.deadLetters.appendFrames(encodeFrames(letters.map((letter) => JSON.stringify(letter))));
  }

  /** Made anew each second: an hour that has just begun or ended is no matter of seconds. */
  #timeWindow(): TimeWindow {
    const nowMs = this.#parts.nowMs();
    if (!this.#window || nowMs >= this.#window.untilMs || nowMs < this.#window.untilMs - windowAgeMs) {
      this.#window = { value: timeWindow(nowMs), untilMs: nowMs + windowAgeMs };
    }
    return this.#window.value;
  }
}

function placesOf(states: Uint8Array, wanted: number): number[] {
  const places: number[] = [];
  for (let place = 0; place < states.length; place += 1) if (states[place] === wanted) places.push(place);
  return places;
}

function storedRecords({ areCounts, payload }: Accepted, places: readonly number[]): StoredRecords {
  let counts = 0;
  for (const place of places) if (areCounts[place]) counts += 1;
  return { counts, paths: places.length - counts, newest: (most) => places.slice(-most).map(payload) };
}

/** Records that are stored with the very bytes that were received. */
function acceptedBytes(body: Buffer, { ids, starts, ends, areCounts }: CanonicalBatch): Accepted {
  const slice = (place: number): [start: number, end: number] => [starts[place] ?? 0, ends[place] ?? 0];
  return {
    ids,
    areCounts,
    frames: (places) => frameSlices(body, places.map(slice)),
    payload: (place) => body.toString('latin1', ...slice(place)),
  };
}

function acceptedRecords(records: readonly AnonymousRecord[]): Accepted {
  const payloads = records.map(serialiseRecord);
  const payload = (place: number) => payloads[place] ?? '';
  return {
    ids: idWordsOf(records.map(({ id }) => id)),
    areCounts: records.map(({ kind }) => kind === 'count'),
    frames: (places) => encodeFrames(places.map(payload)),
    payload,
  };
}
