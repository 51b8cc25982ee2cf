const minuteMs = 60_000;

/** Lets through so many a minute on average, and at once as many as a minute has. */
export class TokenBucket {
  readonly #perMinute: number;
  #tokens: number;
  #atMs: number;

  constructor(perMinute: number, nowMs: number) {
    this.#perMinute = perMinute;
    this.#tokens = perMinute;
    this.#atMs = nowMs;
  }

  /** Takes one: 0 when there was one, else the whole seconds after which there will be. */
  take(nowMs: number): number {
    const gained = (Math.max(0, nowMs - this.#atMs) * this.#perMinute) / minuteMs;
    this.#tokens = Math.min(this.#perMinute, this.#tokens + gained);
    this.#atMs = nowMs;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return 0;
    }
    return Math.max(1, Math.ceil(((1 - this.#tokens) * minuteMs) / this.#perMinute / 1000));
  }
}
