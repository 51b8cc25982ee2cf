import { randomBytes } from 'node:crypto';

/** The finaliser of MurmurHash3: each bit of the number reaches each bit of the result. */
function mix(number: number): number {
  let hash = number >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const hex8 = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');

/**
 * Record ids that can be read back: eight digits are the record's number under a key of this run, the others follow from
 * it. So millions of records can be accounted for with a byte each, and an id that nobody sent is told at once.
 */
export class NumberedIds {
  readonly #keys: readonly [number, number, number, number];

  constructor(key: Buffer = randomBytes(16)) {
    this.#keys = [key.readUInt32LE(0), key.readUInt32LE(4), key.readUInt32LE(8), key.readUInt32LE(12)];
  }

  /** The id of a record, 32 hexadecimal digits; `number` below 2^32. */
  of(number: number): string {
    const [a, b, c, d] = this.#keys;
    return hex8(mix(number ^ b)) + hex8(number ^ a) + hex8(mix(number ^ c)) + hex8(mix(number ^ d));
  }

  /** The number behind an id; `undefined` when it is none of ours. */
  numberOf(id: string): number | undefined {
    const number = (Number.parseInt(id.slice(8, 16), 16) ^ this.#keys[0]) >>> 0;
    return this.of(number) === id ? number : undefined;
  }
}
