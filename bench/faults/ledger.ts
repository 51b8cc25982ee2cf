import type { AnonymousRecord } from '@edgecart/protocol';
import { ByteTable } from '../load/byte-table.ts';
import { type NumberedRecords, shopOf } from './records.ts';

const fates = { sent: 0, acknowledged: 1, refused: 2, doubtful: 3 };

/** What a place where records end up holds, beside what the clients were told. */
export interface Comparison {
  /** Acknowledged and found. */
  found: number;
  /** Acknowledged and not found. */
  lost: number;
  /** Standing there more than once. */
  repeated: number;
  /** Standing there though the client was told that it was refused. */
  refusedButFound: number;
  /** With a content that nobody sent. */
  altered: number;
  /** With an id that nobody sent. */
  foreign: number;
  /** With another shop than the one it was sent for. */
  strayed: number;
}

/** Writes down what every client was told about every record, and compares it with what was stored. */
export class Ledger {
  readonly #records: NumberedRecords;
  readonly #fates = new ByteTable();
  #sent = 0;
  #acknowledged = 0;
  #refused = 0;

  constructor(records: NumberedRecords) {
    this.#records = records;
  }

  get sent(): number {
    return this.#sent;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  get refused(): number {
    return this.#refused;
  }

  /** The first of so many numbers that nobody has used. */
  take(count: number): number {
    const first = this.#sent;
    this.#sent += count;
    return first;
  }

  acknowledge(number: number): void {
    this.#fates.set(number, fates.acknowledged);
    this.#acknowledged += 1;
  }

  /** `certain`: the record was not stored by another try either, whose answer the client did not get. */
  refuse(number: number, certain: boolean): void {
    this.#fates.set(number, certain ? fates.refused : fates.doubtful);
    this.#refused += 1;
  }

  /** An empty place, to be filled with what is stored there. */
  place(): Place {
    return new Place(this, this.#records);
  }

  /** How many acknowledged records one of these places lacks, of those from a number on. */
  missing(places: readonly Place[], from = 0): number {
    let missing = 0;
    for (let number = from; number < this.#sent; number += 1)
      if (this.isAcknowledged(number) && !places.every((place) => place.holds(number))) missing += 1;
    return missing;
  }

  isAcknowledged(number: number): boolean {
    return this.#fates.get(number) === fates.acknowledged;
  }

  isCertainlyRefused(number: number): boolean {
    return this.#fates.get(number) === fates.refused;
  }
}

/** One of the places where records end up: the log, or Kafka. */
export class Place {
  readonly #ledger: Ledger;
  readonly #records: NumberedRecords;
  readonly #times = new ByteTable();
  #altered = 0;
  #foreign = 0;
  #strayed = 0;

  constructor(ledger: Ledger, records: NumberedRecords) {
    this.#ledger = ledger;
    this.#records = records;
  }

  /** Counts a record that stands there for a shop; `again`: perhaps it was counted in an earlier reading. */
  hold(record: AnonymousRecord, shop: string, again = false): void {
    const found = this.#records.recognise(record);
    if (found.kind === 'foreign' || found.number >= this.#ledger.sent) {
      this.#foreign += 1;
      return;
    }
    if (found.kind === 'altered') this.#altered += 1;
    if (shopOf(found.number).name !== shop) this.#strayed += 1;
    if (!again || !this.holds(found.number)) this.#times.increment(found.number);
  }

  holds(number: number): boolean {
    return this.#times.get(number) > 0;
  }

  compare(): Comparison {
    const result = {
      found: 0,
      lost: 0,
      repeated: 0,
      refusedButFound: 0,
      altered: this.#altered,
      foreign: this.#foreign,
      strayed: this.#strayed,
    };
    for (let number = 0; number < this.#ledger.sent; number += 1) {
      const times = this.#times.get(number);
      if (this.#ledger.isAcknowledged(number)) {
        if (times === 0) result.lost += 1;
        else result.found += 1;
      }
      if (times > 0 && this.#ledger.isCertainlyRefused(number)) result.refusedButFound += 1;
      if (times > 1) result.repeated += 1;
    }
    return result;
  }
}
