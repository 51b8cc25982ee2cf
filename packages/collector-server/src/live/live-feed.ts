import type { AnonymousRecord, CountRecord, PathRecord } from '@edgecart/protocol';
import type { IntakeObserver } from '../intake.ts';
import { Arrivals } from './arrivals.ts';

/** A record as the live page shows it: without the id, which tells nothing to people. */
export type ShownRecord = Omit<CountRecord, 'id'> | Omit<PathRecord, 'id'>;

/** What the live page shows beside the records. */
export interface LiveStatus {
  model: { version: string; publishedMs: number } | null;
  log: { bytes: number; segments: number; state: string; reason: string | null };
}

/** One message to the live page: everything when it connects, then only the records that are new. */
export interface LiveMessage extends LiveStatus {
  records: ShownRecord[];
  /** Since the collector started. */
  totals: { count: number; path: number; duplicates: number; refused: number };
  perMinute: number[];
}

export interface LiveFeedOptions {
  status: () => Promise<LiveStatus>;
  nowMs?: () => number;
  /** Milliseconds between two messages. Default 1,000. */
  intervalMs?: number;
  random?: () => number;
}

/** The most records that are kept in memory and shown. */
export const maxShownRecords = 100;

/** The newest records and how many there were, told once a second to whoever listens. */
export class LiveFeed implements IntakeObserver {
  readonly #options: Required<LiveFeedOptions>;
  readonly #arrivals = new Arrivals();
  readonly #listeners = new Set<(message: LiveMessage) => void>();
  readonly #totals = { count: 0, path: 0, duplicates: 0, refused: 0 };
  readonly #timer: NodeJS.Timeout;
  #newest: ShownRecord[] = [];
  #pending: ShownRecord[] = [];
  #telling = false;
  #toldFigures = '';

  constructor(options: LiveFeedOptions) {
    this.#options = { nowMs: Date.now, intervalMs: 1_000, random: Math.random, ...options };
    this.#timer = setInterval(() => void this.#tell(), this.#options.intervalMs);
    this.#timer.unref();
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  stored(records: readonly AnonymousRecord[]): void {
    for (const { kind } of records) this.#totals[kind] += 1;
    for (const { id: _, ...shown } of records.slice(-maxShownRecords)) this.#pending.push(shown);
    if (this.#pending.length > maxShownRecords) this.#pending = this.#pending.slice(-maxShownRecords);
    this.#arrivals.add(records.length, this.#options.nowMs());
  }

  duplicates(count: number): void {
    this.#totals.duplicates += count;
  }

  refused(): void {
    this.#totals.refused += 1;
  }

  /** Tells the listener everything now, then what is new. Returns how to stop. */
  async listen(listener: (message: LiveMessage) => void): Promise<() => void> {
    const message = this.#message(await this.#options.status(), this.#newest);
    if (this.#listeners.size === 0) this.#toldFigures = JSON.stringify({ ...message, records: [] });
    listener(message);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#listeners.clear();
  }

  async #tell(): Promise<void> {
    if (this.#telling) return;
    this.#telling = true;
    try {
      // Mixed, so that nobody who watches can see which records came in one batch.
      const fresh = shuffled(this.#pending, this.#options.random);
      this.#pending = [];
      this.#newest = [...fresh, ...this.#newest].slice(0, maxShownRecords);
      if (this.#listeners.size === 0) return;
      const message = this.#message(await this.#options.status(), fresh);
      const figures = JSON.stringify({ ...message, records: [] });
      if (fresh.length === 0 && figures === this.#toldFigures) return;
      this.#toldFigures = figures;
      for (const listener of this.#listeners) listener(message);
    } finally {
      this.#telling = false;
    }
  }

  #message(status: LiveStatus, records: ShownRecord[]): LiveMessage {
    const perMinute = this.#arrivals.perMinute(this.#options.nowMs());
    return { ...status, records, totals: { ...this.#totals }, perMinute };
  }
}

/** Fisher-Yates. */
function shuffled<Value>(values: readonly Value[], random: () => number): Value[] {
  const mixed = [...values];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [mixed[last], mixed[other]];
    if (a !== undefined && b !== undefined) [mixed[last], mixed[other]] = [b, a];
  }
  return mixed;
}
