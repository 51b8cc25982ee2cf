import type { AnonymousRecord, BatchAnswer, RecordError } from '@edgecart/protocol';
import type { AppendResult } from './log/segment-log.ts';
import { timeWindow } from './plausible-time.ts';
import type { RecentIds } from './recent-ids.ts';
import { serialiseRecord } from './serialise-record.ts';
import { type RefusalClass, validateRecord } from './validate-record.ts';

/** What became of a batch. `unavailable`: nothing of it may be acknowledged; the sender keeps it and tries again. */
export type IntakeResult =
  | { kind: 'answered'; answer: BatchAnswer }
  | { kind: 'unavailable'; reason: string; retryAfterS: number };

/** Told what was taken and what was not, when it is durable. */
export interface IntakeObserver {
  stored(records: AnonymousRecord[]): void;
  duplicates(count: number): void;
  refused(refusalClass: RefusalClass): void;
}

export interface IntakeParts {
  log: { append(payloads: readonly string[]): Promise<AppendResult> };
  recentIds: RecentIds;
  observer: IntakeObserver;
  nowMs?: () => number;
}

/** One shop's way in: checks each record, drops what was stored before, stores the others, and only then answers. */
export class Intake {
  readonly #parts: Required<IntakeParts>;
  /** Ids on their way to the disk, with what becomes of them: until then they are neither new nor stored before. */
  readonly #underway = new Map<string, Promise<AppendResult>>();

  constructor(parts: IntakeParts) {
    this.#parts = { nowMs: Date.now, ...parts };
  }

  /** Never rejects. */
  async accept(values: readonly unknown[]): Promise<IntakeResult> {
    const { observer } = this.#parts;
    const { fresh, repeated, awaited, errors } = this.#sort(values);

    const results = await Promise.all([this.#store(fresh), ...awaited]);
    const refusal = results.find((result) => result.kind === 'refused');
    // A record of the batch that became durable all the same is a duplicate when the sender tries again.
    if (refusal) return { kind: 'unavailable', reason: refusal.reason, retryAfterS: refusal.retryAfterS };
    observer.duplicates(repeated);
    return { kind: 'answered', answer: { stored: fresh.length, duplicates: repeated, errors } };
  }

  async #store(fresh: AnonymousRecord[]): Promise<AppendResult> {
    if (fresh.length === 0) return { kind: 'durable' };
    const { log, recentIds, observer } = this.#parts;
    const fate = log.append(fresh.map(serialiseRecord));
    for (const { id } of fresh) this.#underway.set(id, fate);
    const result = await fate;
    for (const { id } of fresh) this.#underway.delete(id);
    if (result.kind === 'durable') {
      for (const { id } of fresh) recentIds.add(id);
      observer.stored(fresh);
    }
    return result;
  }

  #sort(values: readonly unknown[]) {
    const { recentIds, observer, nowMs } = this.#parts;
    const window = timeWindow(nowMs());
    const fresh: AnonymousRecord[] = [];
    const inBatch = new Set<string>();
    const errors: RecordError[] = [];
    let repeated = 0;
    const awaited = new Set<Promise<AppendResult>>();
    for (const [index, value] of values.entries()) {
      const verdict = validateRecord(value, window);
      if (verdict.kind === 'refused') {
        errors.push({ index, path: verdict.path, reason: verdict.reason });
        observer.refused(verdict.class);
        continue;
      }
      const { id } = verdict.record;
      const fate = this.#underway.get(id);
      if (fate) awaited.add(fate);
      if (fate || inBatch.has(id) || recentIds.has(id)) {
        repeated += 1;
        continue;
      }
      inBatch.add(id);
      fresh.push(verdict.record);
    }
    return { fresh, repeated, awaited, errors };
  }
}
