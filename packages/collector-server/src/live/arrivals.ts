const bucketMs = 10_000;
const bucketsPerMinute = 6;

/** How many minutes `perMinute` looks back. */
export const arrivalMinutes = 30;

/** How many records arrived when, in steps of ten seconds, over the last half hour. */
export class Arrivals {
  /** By number of the ten seconds since 1970. */
  readonly #buckets = new Map<number, number>();

  add(count: number, nowMs: number): void {
    const bucket = Math.floor(nowMs / bucketMs);
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + count);
    for (const old of this.#buckets.keys()) {
      if (old > bucket - arrivalMinutes * bucketsPerMinute) break;
      this.#buckets.delete(old);
    }
  }

  /** Records in each of the last 30 minutes, the oldest first; the last figure is of the 50 to 60 seconds up to now. */
  perMinute(nowMs: number): number[] {
    const newest = Math.floor(nowMs / bucketMs);
    return Array.from({ length: arrivalMinutes }, (_, index) => {
      const last = newest - (arrivalMinutes - 1 - index) * bucketsPerMinute;
      let sum = 0;
      for (let bucket = last; bucket > last - bucketsPerMinute; bucket -= 1) sum += this.#buckets.get(bucket) ?? 0;
      return sum;
    });
  }
}
