const stepUs = 10;
const steps = 100_000;

/** How long requests took, in steps of 10 microseconds up to one second; longer ones are counted as they are. */
export class Latencies {
  readonly #counts = new Uint32Array(steps);
  #longUs: number[] = [];
  #count = 0;

  add(us: number): void {
    const step = Math.floor(us / stepUs);
    if (step < steps) this.#counts[step] = (this.#counts[step] ?? 0) + 1;
    else this.#longUs.push(us);
    this.#count += 1;
  }

  get count(): number {
    return this.#count;
  }

  /** Milliseconds below which `share` of the requests were answered; `NaN` of none. */
  quantileMs(share: number): number {
    const rank = Math.max(1, Math.ceil(share * this.#count));
    let seen = 0;
    for (let step = 0; step < steps; step += 1) {
      seen += this.#counts[step] ?? 0;
      if (seen >= rank) return ((step + 1) * stepUs) / 1_000;
    }
    const us = this.#longUs.toSorted((a, b) => a - b)[rank - seen - 1];
    return us === undefined ? Number.NaN : us / 1_000;
  }
}
