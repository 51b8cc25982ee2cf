/** Where a value is looked for first: either half alone may be the same for many. */
const placeOf = (low: number, high: number): number => {
  const mixed = Math.imul(low ^ Math.imul(high, 0x27d4eb2d), 0x165667b1);
  return mixed ^ (mixed >>> 15);
};

/**
 * 64-bit values that were seen, each as two halves. Open addressing over plain numbers: a `Set` of texts takes ten times
 * the memory. Values are appended in order of arrival too, so that what is new since a point can be written down alone.
 */
export class IdSet {
  /** Pairs of halves, in order of arrival. */
  #values: Uint32Array;
  #count = 0;
  /** Number of a value + 1; 0 for a free place. */
  #places: Uint32Array;

  constructor(values: Uint32Array = new Uint32Array(0)) {
    this.#count = values.length / 2;
    this.#values = new Uint32Array(Math.max(2_048, values.length));
    this.#values.set(values);
    this.#places = new Uint32Array(0);
    this.#spread(Math.max(2_048, this.#count * 2));
  }

  get size(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#values.byteLength + this.#places.byteLength;
  }

  /** Whether the value is new; then it is remembered. */
  add(low: number, high: number): boolean {
    const mask = this.#places.length - 1;
    for (let place = placeOf(low, high) & mask; ; place = (place + 1) & mask) {
      const number = this.#places[place] ?? 0;
      if (number === 0) {
        this.#append(low, high);
        this.#places[place] = this.#count;
        if (this.#count * 2 > this.#places.length) this.#spread(this.#places.length * 2);
        return true;
      }
      const at = (number - 1) * 2;
      if (this.#values[at] === low && this.#values[at + 1] === high) return false;
    }
  }

  /** The values from number `from` on, as pairs of halves. */
  since(from: number): Uint32Array {
    return this.#values.subarray(from * 2, this.#count * 2);
  }

  #append(low: number, high: number): void {
    if (this.#count * 2 === this.#values.length) {
      const longer = new Uint32Array(this.#values.length * 2);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[this.#count * 2] = low;
    this.#values[this.#count * 2 + 1] = high;
    this.#count += 1;
  }

  #spread(atLeast: number): void {
    const places = new Uint32Array(2 ** Math.ceil(Math.log2(atLeast)));
    const mask = places.length - 1;
    for (let number = 0; number < this.#count; number += 1) {
      let place = placeOf(this.#values[number * 2] ?? 0, this.#values[number * 2 + 1] ?? 0) & mask;
      while (places[place] !== 0) place = (place + 1) & mask;
      places[place] = number + 1;
    }
    this.#places = places;
  }
}
