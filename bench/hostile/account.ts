import { crc32 } from 'node:zlib';
import type { AnonymousRecord } from '@edgecart/protocol';
import { ByteTable } from '../load/byte-table.ts';
import { NumberedIds } from '../load/numbered-ids.ts';
import { contentOf, isRecord } from './is-record.ts';
import type { Entry } from './request.ts';

/** `open`: sent, and what came of it is not known, because the client did not read the answer. */
const fates = { unsent: 0, open: 1, acknowledged: 2, refused: 3 };

/** What the log holds beside what was answered. */
export interface AccountResult {
  acknowledged: number;
  found: number;
  lost: number;
  repeated: number;
  /** Stored, and the client went away before it could be told. */
  foundUntold: number;
  /** Not a record by our own reading, never sent, sent otherwise, or answered as refused. */
  rubbish: number;
  /** Connections whose answers say another number of stored records than the log. */
  miscounted: number;
}

interface Known {
  fate: number;
  hashes: Set<number>;
  times: number;
}

interface Count {
  ids: string[];
  stored: number;
  told: () => string;
}

/** Who was told what about which record, to be compared with the log at the end: the independent oracle. */
export class Account {
  readonly #ids = new NumberedIds();
  readonly #fates = new ByteTable();
  readonly #times = new ByteTable();
  #hashes = new Uint32Array(1 << 16);
  #used = 0;
  /** Ids that chance has made, or that stand for more than one content. */
  readonly #others = new Map<string, Known>();
  readonly #counts: Count[] = [];

  /** An id that no other record of this run has. */
  newId(): string {
    const id = this.#ids.of(this.#used);
    this.#used += 1;
    return id;
  }

  /** Before a request is sent: its good records may be stored from now on. */
  send(entries: readonly Entry[]): void {
    for (const entry of entries) if (entry.kind === 'good') this.#set(entry.id, fates.open, entry.content);
  }

  acknowledge(id: string): void {
    this.#set(id, fates.acknowledged);
  }

  refuse(entries: readonly Entry[]): void {
    for (const entry of entries)
      if (entry.kind === 'good' && this.#fate(entry.id) !== fates.acknowledged) this.#set(entry.id, fates.refused);
  }

  /** So many of these records were answered as stored; which of them is not known. */
  expectStored(entries: readonly Entry[], stored: number, told: () => string): void {
    const ids = entries.flatMap((entry) => (entry.kind === 'good' ? [entry.id] : []));
    if (ids.length > 0) this.#counts.push({ ids, stored, told });
  }

  /** Reads the log's records and says how they agree. */
  async compare(
    log: AsyncIterable<AnonymousRecord>,
    nowMs: number,
    onExample: (kind: string, example: string) => void,
  ): Promise<AccountResult> {
    const result = { acknowledged: 0, found: 0, lost: 0, repeated: 0, foundUntold: 0, rubbish: 0, miscounted: 0 };
    for await (const record of log) {
      if (this.#hold(record, nowMs)) continue;
      result.rubbish += 1;
      onExample('the log holds what was not sent', JSON.stringify(record));
    }
    for (let number = 0; number < this.#used; number += 1)
      this.#weigh(this.#fates.get(number), this.#times.get(number), result);
    for (const { fate, times } of this.#others.values()) this.#weigh(fate, times, result);
    for (const { ids, stored, told } of this.#counts) {
      const found = ids.filter((id) => this.#timesOf(id) > 0).length;
      if (found !== stored) {
        result.miscounted += 1;
        onExample('the log holds another number than was answered', `${stored} answered, ${found} found: ${told()}`);
      }
      if (stored > 0 && found === stored) result.foundUntold -= stored;
    }
    return result;
  }

  #weigh(fate: number, times: number, result: AccountResult): void {
    if (fate === fates.acknowledged) {
      result.acknowledged += 1;
      if (times === 0) result.lost += 1;
      else result.found += 1;
    }
    if (times > 1) result.repeated += 1;
    if (times > 0 && fate === fates.open) result.foundUntold += 1;
    if (times > 0 && fate === fates.refused) result.rubbish += 1;
  }

  #hold(record: AnonymousRecord, nowMs: number): boolean {
    if (!isRecord(record, nowMs)) return false;
    const hash = crc32(contentOf(record));
    const other = this.#others.get(record.id);
    if (other) {
      other.times += 1;
      return other.hashes.has(hash);
    }
    const number = this.#numberOf(record.id);
    if (number === undefined) return false;
    this.#times.increment(number);
    return this.#fates.get(number) !== fates.unsent && this.#hashes[number] === hash;
  }

  #numberOf(id: string): number | undefined {
    const number = this.#ids.numberOf(id);
    return number !== undefined && number < this.#used ? number : undefined;
  }

  #fate(id: string): number {
    const number = this.#numberOf(id);
    return this.#others.get(id)?.fate ?? (number === undefined ? fates.unsent : this.#fates.get(number));
  }

  #timesOf(id: string): number {
    const number = this.#numberOf(id);
    return this.#others.get(id)?.times ?? (number === undefined ? 0 : this.#times.get(number));
  }

  #set(id: string, fate: number, content?: string): void {
    const hash = content === undefined ? undefined : crc32(content);
    const number = this.#numberOf(id);
    const known = this.#others.get(id);
    if (known === undefined && number !== undefined && this.#isOneContent(number, hash)) {
      // What was acknowledged once stays so, whatever happens to a later copy.
      if (this.#fates.get(number) !== fates.acknowledged) this.#fates.set(number, fate);
      if (hash !== undefined) this.#setHash(number, hash);
      return;
    }
    const other = known ?? { fate, hashes: new Set<number>(), times: 0 };
    if (known === undefined && number !== undefined) {
      other.fate = this.#fates.get(number);
      other.hashes.add(this.#hashes[number] ?? 0);
      this.#fates.set(number, fates.unsent);
    }
    if (other.fate !== fates.acknowledged) other.fate = fate;
    if (hash !== undefined) other.hashes.add(hash);
    this.#others.set(id, other);
  }

  #isOneContent(number: number, hash: number | undefined): boolean {
    return hash === undefined || this.#fates.get(number) === fates.unsent || this.#hashes[number] === hash;
  }

  #setHash(number: number, hash: number): void {
    if (number >= this.#hashes.length) {
      const larger = new Uint32Array(2 ** Math.ceil(Math.log2(number + 1)));
      larger.set(this.#hashes);
      this.#hashes = larger;
    }
    this.#hashes[number] = hash;
  }
}
