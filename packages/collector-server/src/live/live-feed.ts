import type { AnonymousRecord, CountRecord, PathRecord } from '@edgecart/protocol';
import type { IntakeObserver, StoredRecords } from '../intake.ts';
import { shuffle } from '../log/shuffle.ts';
import { Arrivals } from './arrivals.ts';

/** A record as the live page shows it: without the id, which tells nothing to people. */
export type ShownRecord = Omit<CountRecord, 'id'> | Omit<PathRecord, 'id'>;

/** What the live page shows beside the records. */
export interface LiveStatus {
  model: { version: string; publishedMs: number } | null;
  log: { bytes: number; segments: number; state: string; reason: string | null };
  /** `null` without Kafka. `waitingBytes`: sealed, and not there yet. */
  kafka: { state: string; reason: string | null; records: number; waitingBytes: number } | null;
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
    this.#options = { nowMs: Date.now, intervalMs: 1_000, ...options };
    this.#timer = setInterval(() => void this.#tell(), this.#options.intervalMs);
    this.#timer.unref();
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  stored({ counts, paths, newest }: StoredRecords): void {
    this.#totals.count += counts;
    this.#totals.path += paths;
    this.#arrivals.add(counts + paths, this.#options.nowMs());
    // Of a busy second the first ones do: reading all of them would be for nobody.
    const room = maxShownRecords - this.#pending.length;
    if (room > 0) this.#pending.push(...newest(room).map(shown));
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
      const fresh = this.#pending;
      this.#pending = [];
      shuffle(fresh);
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

/** A payload of the log, which was checked before it was stored, without its id. */
function shown(payload: string): ShownRecord {
  const { id: _, ...record } = JSON.parse(payload) as AnonymousRecord;
  return record;
}
