import { randomFillSync } from 'node:crypto';

const drawn = new Uint32Array(4_096);
let left = 0;

/** A whole number from 0 to `below` - 1 (at most 2^32), each as likely as the others, from the system's randomness. */
export function randomBelow(below: number): number {
  // What lies above the largest multiple of `below` is drawn again, so that no number is likelier than another.
  const limit = 2 ** 32 - (2 ** 32 % below);
  for (;;) {
    if (left === 0) {
      randomFillSync(drawn);
      left = drawn.length;
    }
    left -= 1;
    const value = drawn[left] ?? 0;
    if (value < limit) return value % below;
  }
}

/** Mixes a list in place (Fisher-Yates); every order is equally likely. */
export function shuffle<Value>(values: { readonly length: number; [place: number]: Value }): void {
  for (let last = values.length - 1; last > 0; last -= 1) {
    const other = randomBelow(last + 1);
    const value = values[last];
    const swapped = values[other];
    if (value === undefined || swapped === undefined) continue;
    values[last] = swapped;
    values[other] = value;
  }
}
