import type { InsightsHealth } from '../metrics/insights-metrics.ts';

type Listener = (text: string) => void;

/** What is told of a shop: to who has a read key, as JSON, and to everybody. */
export interface ToldInsights {
  text: string;
  /** Ids of what trends now, the most first. */
  trending: readonly string[];
}

/** The same, and how they are, for the metrics. */
export interface ToldByThread extends ToldInsights {
  health: InsightsHealth;
}

/** It is told every ten seconds even when nothing happens. Trends of insights that have died are none. */
const trendsHoldMs = 600_000;

/** The newest insights of each shop, and who wants to be told of newer ones. */
export class InsightsFeed {
  readonly #latest = new Map<string, ToldInsights & { toldMs: number }>();
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  tell(shop: string, told: ToldInsights): void {
    this.#latest.set(shop, { ...told, toldMs: this.#nowMs() });
    for (const listener of this.#listeners.get(shop) ?? []) listener(told.text);
  }

  latest(shop: string): string | undefined {
    return this.#latest.get(shop)?.text;
  }

  /** `undefined` until the first insights are there. */
  trending(shop: string): readonly string[] | undefined {
    const latest = this.#latest.get(shop);
    return latest && (this.#nowMs() - latest.toldMs > trendsHoldMs ? [] : latest.trending);
  }

  /** Tells the listener what there is, and what is new from then on. Returns how to stop. */
  listen(shop: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(shop) ?? new Set();
    this.#listeners.set(shop, listeners);
    listeners.add(listener);
    const latest = this.latest(shop);
    if (latest !== undefined) listener(latest);
    return () => listeners.delete(listener);
  }
}
