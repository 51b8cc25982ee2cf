import type { AnonymousRecord, CountRecord, PathRecord } from '@edgecart/protocol';
import { eventNames } from '@edgecart/protocol';
import type { AnalysisRules, DropReason } from '@edgecart/protocol/analysis';
import { analysisRules, dropReasons } from '@edgecart/protocol/analysis';
import { addCount } from './cells/add-count.ts';
import { addPath } from './cells/add-path.ts';
import { itemHourKey } from './cells/cell-numbers.ts';
import { dayNumber, hourNumber } from './records/hours.ts';
import { readRecord, type Source } from './records/read-record.ts';
import { highBits, lowBits, textBits } from './state/record-hash.ts';
import { State } from './state/state.ts';

const hourMs = 3_600_000;
const typeNumbers = new Map(eventNames.map((type, number) => [type, number]));

/** A record that was kept out, and why; of a foreign one nothing but that it arrived. */
export interface Dropped {
  reason: DropReason;
  /** Hours since 1970. */
  arrivalHour: number;
  record: AnonymousRecord | undefined;
}

export interface AnalysisOptions {
  state?: State;
  rules?: AnalysisRules;
  /** Whether an item is in the shop's catalogue. Without it every item is known. */
  isKnown?: (item: string) => boolean;
}

/** Keeps out what docs/analysis.md says, and counts the rest into cells. One thread, no clock of its own. */
export class Analysis {
  readonly state: State;
  readonly #rules: AnalysisRules;
  readonly #limits: ReturnType<typeof limitsOf>;
  isKnown: ((item: string) => boolean) | undefined;
  /** Records that were counted. */
  clean = 0;
  /** The newest hour of arrival, in hours since 1970. */
  newestHour = 0;

  constructor({ state = new State(), rules = analysisRules, isKnown }: AnalysisOptions = {}) {
    this.state = state;
    this.#rules = rules;
    this.#limits = limitsOf(rules);
    this.isKnown = isKnown;
  }

  /**
   * Takes one message: `timestampMs` is its time of arrival, `undefined` in the log, which has none. Returns why it was
   * kept out, or `undefined` when it was counted.
   */
  take(payload: Buffer, source: Source, timestampMs: number | undefined, nowMs: number): Dropped | undefined {
    const record = readRecord(payload, source);
    if (record === undefined) return this.#drop('foreign', Math.min(timestampMs ?? nowMs, nowMs), undefined);
    return record.kind === 'count'
      ? this.#takeCount(record, timestampMs, nowMs)
      : this.#takePath(record, timestampMs, nowMs);
  }

  #takeCount(record: CountRecord, timestampMs: number | undefined, nowMs: number): Dropped | undefined {
    const hour = hourNumber(record.hour);
    if (hour === undefined) return this.#drop('foreign', Math.min(timestampMs ?? nowMs, nowMs), undefined);
    const startMs = hour * hourMs;
    const arrivalMs = Math.min(timestampMs ?? startMs, nowMs);
    this.#note(arrivalMs);
    const { countFutureMs, countLateMs, maxPerCell } = this.#limits;
    const { id, item, type } = record;
    if (startMs - arrivalMs > countFutureMs) return this.#drop('future', arrivalMs, record);
    if (arrivalMs - startMs - hourMs > countLateMs) return this.#drop('late', arrivalMs, record);

    const seen = this.state.seenOn(Math.floor(hour / 24));
    const low = (lowBits(id) ^ textBits(item)) >>> 0;
    const high = (highBits(id) ^ hour) >>> 0;
    if (!seen.add(low, high)) return this.#drop('duplicate', arrivalMs, record);
    if (this.isKnown !== undefined && !this.isKnown(item)) return this.#drop('unknown-item', arrivalMs, record);

    const itemNumber = this.state.items.numberOf(item);
    const typeNumber = typeNumbers.get(type) ?? 0;
    const shard = this.state.shard('item-hour', hour);
    const key = itemHourKey(itemNumber, typeNumber);
    const count = shard.cells.get(key) ?? 0;
    if (count >= maxPerCell) return this.#drop('machine-like', arrivalMs, record);
    shard.cells.set(key, count + 1);
    shard.changed = true;
    addCount(this.state, this.#rules, { record, hour, itemNumber, typeNumber });
    this.clean += 1;
    return undefined;
  }

  #takePath(record: PathRecord, timestampMs: number | undefined, nowMs: number): Dropped | undefined {
    const day = dayNumber(record.day);
    if (day === undefined) return this.#drop('foreign', Math.min(timestampMs ?? nowMs, nowMs), undefined);
    const startMs = day * 24 * hourMs;
    const arrivalMs = Math.min(timestampMs ?? startMs, nowMs);
    this.#note(arrivalMs);
    const { pathFutureMs, pathLateMs } = this.#limits;
    const { id, items } = record;
    if (startMs - arrivalMs > pathFutureMs) return this.#drop('future', arrivalMs, record);
    if (arrivalMs - startMs - 24 * hourMs > pathLateMs) return this.#drop('late', arrivalMs, record);
    if (!this.state.seenOn(day).add(lowBits(id), highBits(id))) return this.#drop('duplicate', arrivalMs, record);
    const { isKnown } = this;
    if (isKnown !== undefined && !items.every((item) => isKnown(item))) {
      return this.#drop('unknown-item', arrivalMs, record);
    }
    addPath(this.state, this.#rules, record, day);
    this.clean += 1;
    return undefined;
  }

  #note(arrivalMs: number): void {
    const hour = Math.floor(arrivalMs / hourMs);
    if (hour > this.newestHour) this.newestHour = hour;
  }

  #drop(reason: DropReason, arrivalMs: number, record: AnonymousRecord | undefined): Dropped {
    const arrivalHour = Math.floor(arrivalMs / hourMs);
    this.state.shard('dropped', Math.floor(arrivalHour / 24)).add(dropReasons.indexOf(reason), 1);
    return { reason, arrivalHour, record };
  }
}

/** The rules' hours in milliseconds, since every record is compared with them. */
function limitsOf({ future, late, machineLike }: AnalysisRules) {
  return {
    countFutureMs: future.countHours * hourMs,
    pathFutureMs: future.pathHours * hourMs,
    countLateMs: late.countHours * hourMs,
    pathLateMs: late.pathHours * hourMs,
    maxPerCell: machineLike.maxPerCell,
  };
}
