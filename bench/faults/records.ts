import { type AnonymousRecord, dayUtc, eventNames, hourUtc } from '@edgecart/protocol';
import { NumberedIds } from '../load/numbered-ids.ts';
import { type Shop, shops } from './shops.ts';

const hourMs = 3_600_000;

/** The most records of a batch. Each batch begins at a multiple, so that its shop follows from its numbers. */
export const batchNumbers = 32;

/** Whose a record is. */
export function shopOf(number: number): Shop {
  return shops[Math.floor(number / batchNumbers) % shops.length] ?? shops[0];
}

/** The records of a run: each follows from its number, so that what was stored can be compared to the last byte. */
export class NumberedRecords {
  readonly #ids = new NumberedIds();
  readonly #startMs: number;

  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  make(number: number): AnonymousRecord {
    const id = this.#ids.of(number);
    const atMs = this.#startMs - (number % 48) * hourMs;
    const item = (step: number) => `item-${(number * 7 + step) % 3_001}`;
    if (number % 5 === 4) {
      const items = Array.from({ length: 2 + (number % 7) }, (_, step) => item(step));
      return { id, kind: 'path', items, day: dayUtc(atMs), bought: number % 2 === 0 };
    }
    const type = eventNames[number % eventNames.length] ?? 'view_item';
    const count = { id, kind: 'count' as const, type, item: item(0), hour: hourUtc(atMs) };
    return number % 3 === 0 ? { ...count, quantityBand: 3, priceBand: (number % 20) - 4 } : count;
  }

  /** The number of a stored record; `altered` when it is not what that number stands for, `foreign` for no number. */
  recognise(record: AnonymousRecord): { kind: 'ours' | 'altered'; number: number } | { kind: 'foreign' } {
    const number = this.#ids.numberOf(record.id);
    if (number === undefined) return { kind: 'foreign' };
    return { kind: isSame(record, this.make(number)) ? 'ours' : 'altered', number };
  }
}

/** Whether two records say the same, whatever the order of their keys. */
function isSame(a: AnonymousRecord, b: AnonymousRecord): boolean {
  const sorted = (record: AnonymousRecord) =>
    JSON.stringify(Object.entries(record).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}
