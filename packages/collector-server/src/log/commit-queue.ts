interface Waiting<Item> {
  item: Item;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Group commit: while one group is being committed the next one gathers, so that one sync covers everything that
 * waited. Items are committed in the order of `add`. `commit` gets all that waits, at least one item, and answers how
 * many of them, from the first, it made durable; the others are given again. When it rejects, none of them was.
 */
export class CommitQueue<Item> {
  readonly #commit: (group: Item[]) => Promise<number>;
  #waiting: Waiting<Item>[] = [];
  #running: Promise<void> | undefined;

  constructor(commit: (group: Item[]) => Promise<number>) {
    this.#commit = commit;
  }

  /** Resolves when the item is committed; rejects with the error of the commit that it was given to. */
  add(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing waits and nothing is being committed. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    // Requests that are handled in the same turn then share a commit, also the first.
    await null;
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        const done = await this.#commit(group.map(({ item }) => item));
        for (const { resolve } of group.splice(0, done)) resolve();
        this.#waiting = [...group, ...this.#waiting];
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#running = undefined;
  }
}
