const minuteMs = 60_000;
const minutes = 60;

/** How much there was in each of the last 60 minutes. */
export class Pace {
  readonly #counts = new Array<number>(minutes).fill(0);
  #newest = 0;

  add(nowMs: number): void {
    this.#moveTo(Math.floor(nowMs / minuteMs));
    this.#counts[this.#newest % minutes] = (this.#counts[this.#newest % minutes] ?? 0) + 1;
  }

  /** Oldest first; the last one is the running minute. */
  perMinute(nowMs: number): number[] {
    this.#moveTo(Math.floor(nowMs / minuteMs));
    return Array.from({ length: minutes }, (_, step) => this.#counts[(this.#newest + 1 + step) % minutes] ?? 0);
  }

  /** A clock that went back changes nothing. */
  #moveTo(minute: number): void {
    if (minute - this.#newest >= minutes) this.#counts.fill(0);
    else for (let passed = this.#newest + 1; passed <= minute; passed += 1) this.#counts[passed % minutes] = 0;
    if (minute > this.#newest) this.#newest = minute;
  }
}
