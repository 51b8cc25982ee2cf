type Listener = (text: string) => void;

/** The newest insights of each shop, as JSON, and who wants to be told of newer ones. */
export class InsightsFeed {
  readonly #latest = new Map<string, string>();
  readonly #listeners = new Map<string, Set<Listener>>();

  tell(shop: string, text: string): void {
    this.#latest.set(shop, text);
    for (const listener of this.#listeners.get(shop) ?? []) listener(text);
  }

  latest(shop: string): string | undefined {
    return this.#latest.get(shop);
  }

  /** Tells the listener what there is, and what is new from then on. Returns how to stop. */
  listen(shop: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(shop) ?? new Set();
    this.#listeners.set(shop, listeners);
    listeners.add(listener);
    const latest = this.#latest.get(shop);
    if (latest !== undefined) listener(latest);
    return () => listeners.delete(listener);
  }
}
