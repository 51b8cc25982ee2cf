const digits = Buffer.from('0123456789abcdef', 'latin1');

/**
 * Writes new record ids, 32 hexadecimal digits each, into the places of a request: 128 bits of xoshiro128**
 * (https://prng.di.unimi.it/), which is enough to never repeat within a run and costs a tenth of the system's source.
 */
export class FreshIds {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: Uint32Array = crypto.getRandomValues(new Uint32Array(4))) {
    [this.#a, this.#b, this.#c, this.#d] = [seed[0] ?? 0, seed[1] ?? 0, seed[2] ?? 0, (seed[3] ?? 0) | 1];
  }

  write(bytes: Buffer, offsets: readonly number[]): void {
    for (const offset of offsets) {
      for (let at = offset; at < offset + 32; at += 8) {
        let word = this.#next();
        for (let digit = at; digit < at + 8; digit += 1) {
          bytes[digit] = digits[word & 15] ?? 48;
          word >>>= 4;
        }
      }
    }
  }

  #next(): number {
    const scrambled = Math.imul(this.#b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }
}
