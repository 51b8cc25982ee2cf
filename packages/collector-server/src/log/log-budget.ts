const crowdedShare = 0.8;

/**
 * How many bytes the segments of a shop take, and may take: one figure in shared memory for all threads that write and
 * delete them.
 */
export class LogBudget {
  readonly limitBytes: number;
  readonly #used: BigInt64Array;
  readonly #measure: () => Promise<number>;

  /** `measure` finds the bytes on the disk; `memory` holds 8 bytes that all threads of a shop share. */
  constructor(limitBytes: number, measure: () => Promise<number>, memory = newBudgetMemory()) {
    this.limitBytes = limitBytes;
    this.#measure = measure;
    this.#used = new BigInt64Array(memory);
  }

  get usedBytes(): number {
    return Number(Atomics.load(this.#used, 0));
  }

  /** Whether so much is used that drained segments go before their time, the oldest first. */
  get isCrowded(): boolean {
    return this.usedBytes > this.limitBytes * crowdedShare;
  }

  /** Counts bytes that were written, or, below 0, deleted. */
  add(bytes: number): void {
    Atomics.add(this.#used, 0, BigInt(bytes));
  }

  /** Puts what is on the disk in place of what was counted: files may have been deleted by hand. */
  async correct(): Promise<void> {
    Atomics.store(this.#used, 0, BigInt(await this.#measure()));
  }
}

export const newBudgetMemory = (): SharedArrayBuffer => new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
