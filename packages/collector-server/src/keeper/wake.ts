/** A bell in shared memory: any thread rings it, those who listen hear it. */
export class Wake {
  readonly memory: SharedArrayBuffer;
  readonly #rings: Int32Array;

  constructor(memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#rings = new Int32Array(memory);
  }

  ring(): void {
    Atomics.add(this.#rings, 0, 1);
    Atomics.notify(this.#rings, 0);
  }

  /** A way to wait that resolves at the next ring, at once when it rang since the last call, or after `timeoutMs`. */
  listener(timeoutMs: number): () => Promise<void> {
    let heard = 0;
    return async () => {
      const waiting = Atomics.waitAsync(this.#rings, 0, heard, timeoutMs);
      if (waiting.async) await waiting.value;
      heard = Atomics.load(this.#rings, 0);
    };
  }
}
