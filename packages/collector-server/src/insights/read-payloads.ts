import { crc32 } from 'node:zlib';

/**
 * Payloads that were read, each by a hash of 52 bits, counted: the same bytes may stand in a segment twice. Good for as
 * many as one segment holds: among a million the chance that any two share a hash is one in ten thousand.
 */
export class ReadPayloads {
  readonly #counts: Map<number, number>;

  constructor(counts: Map<number, number> = new Map()) {
    this.#counts = counts;
  }

  add(payload: Uint8Array): void {
    const hash = hashOf(payload);
    this.#counts.set(hash, (this.#counts.get(hash) ?? 0) + 1);
  }

  /** Whether the payload was read; then it is met once less. */
  meet(payload: Uint8Array): boolean {
    if (this.#counts.size === 0) return false;
    const hash = hashOf(payload);
    const count = this.#counts.get(hash);
    if (count === undefined) return false;
    if (count === 1) this.#counts.delete(hash);
    else this.#counts.set(hash, count - 1);
    return true;
  }

  toText(): string {
    const hashes = new Float64Array([...this.#counts].flatMap(([hash, count]) => Array<number>(count).fill(hash)));
    return Buffer.from(hashes.buffer).toString('base64');
  }

  static fromText(text: string): ReadPayloads {
    const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
    const counts = new Map<number, number>();
    for (const hash of new Float64Array(bytes.buffer)) counts.set(hash, (counts.get(hash) ?? 0) + 1);
    return new ReadPayloads(counts);
  }
}

/** CRC-32 and 20 bits of FNV-1a side by side: a number that is exact. */
function hashOf(payload: Uint8Array): number {
  let bits = 0x811c9dc5;
  for (const byte of payload) bits = Math.imul(bits ^ byte, 0x01000193);
  return 2 ** 32 * (bits >>> 12) + crc32(payload);
}
