import type { AnonymousRecord, PathRecord } from '@edgecart/protocol';
import { eventNames } from '@edgecart/protocol';
import type { AnalysisRules, DropReason } from '@edgecart/protocol/analysis';
import { analysisRules, dropReasons } from '@edgecart/protocol/analysis';
import { type AdmittedCount, addCount } from './cells/add-count.ts';
import { addPath } from './cells/add-path.ts';
import { itemHourKey } from './cells/cell-numbers.ts';
import { dayNumber, hourNumber } from './records/hours.ts';
import { readRecord, type Source } from './records/read-record.ts';
import { CountScanner } from './records/scan-count.ts';
import { highBits, lowBits, mixed, textBits } from './state/record-hash.ts';
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

/** A message and when it came. */
interface Arrival {
  payload: Buffer;
  /** The item that it names, where that had no number yet. */
  newItem: string | undefined;
  timestampMs: number | undefined;
  nowMs: number;
}

/** Names that anybody can make up must not fill the memory; more items than this want a catalogue, which is the bound then. */
const mostItems = 1_000_000;
/** A shop has a model a night; what names more counts without its place. */
const mostModels = 1_000;
/** Stands for an item without a number until the record is admitted. */
const unnumbered = -1;

export interface AnalysisOptions {
  state?: State;
  rules?: AnalysisRules;
  /** Whether an item is in the shop's catalogue. Without it every item is known. */
  isKnown?: (item: string) => boolean;
  /** So many items are told apart where there is no catalogue; records of others are kept out as `unknown-item`. */
  mostItems?: number;
}

/** Keeps out what docs/analysis.md says, and counts the rest into cells. One thread, no clock of its own. */
export class Analysis {
  readonly state: State;
  readonly #rules: AnalysisRules;
  readonly #limits: ReturnType<typeof limitsOf>;
  readonly #scanner = new CountScanner();
  readonly #mostItems: number;
  isKnown: ((item: string) => boolean) | undefined;
  /** Records that were counted. */
  clean = 0;
  /** The newest hour of arrival, in hours since 1970. */
  newestHour = 0;

  constructor(options: AnalysisOptions = {}) {
    const { state = new State(), rules = analysisRules, isKnown } = options;
    this.state = state;
    this.#rules = rules;
    this.#limits = limitsOf(rules);
    this.isKnown = isKnown;
    this.#mostItems = options.mostItems ?? mostItems;
  }

  /**
   * Takes one message: `timestampMs` is its time of arrival, `undefined` in the log, which has none. Returns why it was
   * kept out, or `undefined` when it was counted.
   */
  take(payload: Buffer, source: Source, timestampMs: number | undefined, nowMs: number): Dropped | undefined {
    if (source !== 'paths' && this.#scanner.scan(payload)) {
      const { id, hour, type, itemBits, itemStart, itemEnd, quantityBand, priceBand, model, slot } = this.#scanner;
      const itemNumber = this.state.items.findBytes(payload, itemStart, itemEnd, itemBits) ?? unnumbered;
      const newItem = itemNumber === unnumbered ? payload.toString('latin1', itemStart, itemEnd) : undefined;
      const low = mixed(id[0] ?? 0, id[2] ?? 0) ^ itemBits;
      const high = mixed(id[1] ?? 0, id[3] ?? 0) ^ hour;
      const count = { hour, itemNumber, typeNumber: type, quantityBand, priceBand, model, slot };
      return this.#takeCount(count, low >>> 0, high >>> 0, { payload, newItem, timestampMs, nowMs });
    }
    const record = readRecord(payload, source);
    if (record === undefined) return this.#drop('foreign', Math.min(timestampMs ?? nowMs, nowMs), undefined);
    if (record.kind === 'path') return this.#takePath(record, timestampMs, nowMs);
    const hour = hourNumber(record.hour);
    if (hour === undefined) return this.#drop('foreign', Math.min(timestampMs ?? nowMs, nowMs), undefined);
    const { id, item, type, shown } = record;
    const count = {
      hour,
      itemNumber: this.state.items.find(item) ?? unnumbered,
      typeNumber: typeNumbers.get(type) ?? 0,
      quantityBand: record.quantityBand ?? 0,
      priceBand: record.priceBand,
      model: shown?.model,
      slot: shown?.slot ?? 0,
    };
    const low = (lowBits(id) ^ textBits(item)) >>> 0;
    const newItem = count.itemNumber === unnumbered ? item : undefined;
    return this.#takeCount(count, low, (highBits(id) ^ hour) >>> 0, { payload, newItem, timestampMs, nowMs });
  }

  #takeCount(count: AdmittedCount, low: number, high: number, arrival: Arrival): Dropped | undefined {
    const { hour, typeNumber } = count;
    const startMs = hour * hourMs;
    const arrivalMs = Math.min(arrival.timestampMs ?? startMs, arrival.nowMs);
    this.#note(arrivalMs);
    const { countFutureMs, countLateMs, maxPerCell } = this.#limits;
    const dropAs = (reason: DropReason) => this.#drop(reason, arrivalMs, readRecord(arrival.payload, 'counts'));
    if (startMs - arrivalMs > countFutureMs) return dropAs('future');
    if (arrivalMs - startMs - hourMs > countLateMs) return dropAs('late');
    if (!this.state.seenOn(Math.floor(hour / 24)).add(low, high)) return dropAs('duplicate');
    if (!this.#isTaken(arrival.newItem ?? count.itemNumber)) return dropAs('unknown-item');
    if (arrival.newItem !== undefined) count.itemNumber = this.state.items.numberOf(arrival.newItem);

    const shard = this.state.shard('item-hour', hour);
    const key = itemHourKey(count.itemNumber, typeNumber);
    const before = shard.cells.get(key) ?? 0;
    if (before >= maxPerCell) return dropAs('machine-like');
    shard.cells.set(key, before + 1);
    shard.changed = true;
    const { models } = this.state;
    if (count.model !== undefined && models.size >= mostModels && models.find(count.model) === undefined) {
      count.model = undefined;
    }
    addCount(this.state, this.#rules, count);
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
    if (!items.every((item) => this.#isTaken(this.state.items.find(item) ?? item))) {
      return this.#drop('unknown-item', arrivalMs, record);
    }
    addPath(this.state, this.#rules, record, day);
    this.clean += 1;
    return undefined;
  }

  /** Whether an item, by its number or, while it has none, by its name, is counted. */
  #isTaken(item: number | string): boolean {
    if (this.isKnown !== undefined)
      return this.isKnown(typeof item === 'number' ? this.state.items.textOf(item) : item);
    return typeof item === 'number' || this.state.items.size < this.#mostItems;
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
