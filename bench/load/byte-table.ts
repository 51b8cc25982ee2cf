/** A byte for each number from 0 on, 0 at first; grows as it is written to. */
export class ByteTable {
  #bytes = new Uint8Array(1 << 16);

  get(index: number): number {
    return this.#bytes[index] ?? 0;
  }

  set(index: number, value: number): void {
    if (index >= this.#bytes.length) {
      const larger = new Uint8Array(2 ** Math.ceil(Math.log2(index + 1)));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[index] = value;
  }

  /** Counts one more, up to 255. */
  increment(index: number): void {
    this.set(index, Math.min(255, this.get(index) + 1));
  }
}
