import { type AnalysisDeadLetter, type AnalysisRules, analysisRules } from '@edgecart/protocol/analysis';
import { Analysis } from './analysis.ts';
import { allCells } from './cells/all-cells.ts';
import { Pace } from './pace.ts';
import type { KnownItem, Persona } from './publish/catalogue.ts';
import { type PublishedInsights, publish } from './publish/published.ts';
import { hourText } from './records/hours.ts';
import type { Source } from './records/read-record.ts';
import { type OpenedState, openState } from './state/open-state.ts';

/** Hands over one message, as it stands where it comes from; `timestampMs` is its arrival, where that is known. */
export type Take = (payload: Buffer, source: Source, timestampMs: number | undefined) => void;

/** Where messages come from: the collector's log, or Kafka. */
export interface InsightsSource {
  readonly kind: 'log' | 'kafka';
  /**
   * Reads what is there now, in portions. After each it tells `portion`: then `positions` says exactly what was taken.
   * Rejects when it can't read; it is asked again later.
   */
  poll: (take: Take, portion: () => void) => Promise<void>;
  /** How far it has been read, as plain data, to begin from another time. */
  positions: () => unknown;
  /** What is there and not read yet; `null` when nobody knows. */
  lag: () => number | null;
  close: () => Promise<void>;
}

export interface InsightsOptions {
  /** Folder of the state. */
  folder: string;
  /** Begins to read at positions that were written down, or (`null`) at the beginning. */
  source: (positions: unknown) => InsightsSource;
  /** What the catalogue says of an item; without a catalogue all items are taken. */
  catalogue?: { known: (item: string) => KnownItem | undefined } | undefined;
  personas?: readonly Persona[];
  rules?: AnalysisRules;
  nowMs?: () => number;
  /** Between two looks for something new, when there was nothing. */
  idleMs?: number;
  checkpointMs?: number;
  publishMs?: number;
  onPublish?: (insights: PublishedInsights) => void;
  onNotice?: (message: string) => void;
}

const lettersPerCheckpoint = 1_000;
const keptDays = 30;
/** Whatever it costs to write down or to put together takes at most a fifth of the time. */
const restPerWork = 4;

/** Reads, counts, writes down and tells, until it is stopped. One shop's. */
export class Insights {
  readonly #options: Required<Omit<InsightsOptions, 'catalogue' | 'source'>>;
  readonly #opened: OpenedState;
  readonly #analysis: Analysis;
  readonly #source: InsightsSource;
  readonly #catalogue: InsightsOptions['catalogue'];
  personas: readonly Persona[];
  #letters: string[] = [];
  #taken = 0;
  #writtenAt = 0;
  #toldAt = -1;
  #nextWriteMs = 0;
  #nextTellMs = 0;
  #checkpointMs: number | null = null;
  #forgotAt = 0;
  readonly #pace = new Pace();
  readonly #troubles = new Map<string, string>();

  /** Opens the state, as `openState` does. */
  constructor({ catalogue, source, ...given }: InsightsOptions) {
    this.#options = {
      personas: [],
      rules: analysisRules,
      nowMs: Date.now,
      idleMs: 200,
      checkpointMs: 2_000,
      publishMs: 500,
      onPublish: () => {},
      onNotice: () => {},
      ...given,
    };
    const { folder, rules, onNotice, personas } = this.#options;
    this.#opened = openState(folder, rules, onNotice);
    const { state, clean, positions } = this.#opened;
    const isKnown = catalogue && ((item: string) => catalogue.known(item) !== undefined);
    this.#analysis = new Analysis({ state, rules, ...(isKnown && { isKnown }) });
    this.#analysis.clean = clean;
    this.#catalogue = catalogue;
    this.personas = personas;
    this.#source = source(positions);
  }

  /** Messages taken since it was opened. */
  get taken(): number {
    return this.#taken;
  }

  /** Runs until the signal; then what was taken is written down. Troubles are told and tried again, never thrown. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.poll();
      this.#tellIfDue();
      await pause(this.#options.idleMs, signal);
    }
    this.#writeDown();
    await this.#source.close();
  }

  /** Reads what is there now. */
  async poll(): Promise<void> {
    const { nowMs } = this.#options;
    let clockMs = nowMs();
    try {
      await this.#source.poll(
        (payload, source, timestampMs) => {
          // The clock is asked now and then: it costs as much as a part of the counting.
          if ((this.#taken & 63) === 0) clockMs = nowMs();
          this.#take(payload, source, timestampMs, clockMs);
        },
        () => this.#afterPortion(),
      );
      this.#troubles.delete('source');
    } catch (error) {
      this.#trouble('source', `what is new can't be read: ${messageOf(error)}`);
    }
    this.#afterPortion();
  }

  /** Every cell, as `allCells` gives it. Not for publishing. */
  cells(trendHour: number): Map<string, number> {
    return allCells(this.#opened.state, trendHour, this.#options.rules);
  }

  published(): PublishedInsights {
    const { nowMs, rules } = this.#options;
    return publish({
      state: this.#opened.state,
      rules,
      nowMs: nowMs(),
      known: this.#catalogue?.known ?? (() => undefined),
      personas: this.personas,
      health: {
        clean: this.#analysis.clean,
        lag: this.#source.lag(),
        lagUnit: this.#source.kind === 'log' ? 'bytes' : 'messages',
        source: this.#source.kind,
        troubles: [...this.#troubles.values()],
        perMinute: this.#pace.perMinute(nowMs()),
        stateBytes: this.#opened.checkpoints.bytes,
        checkpointMs: this.#checkpointMs,
      },
    });
  }

  #take(payload: Buffer, source: Source, timestampMs: number | undefined, nowMs: number): void {
    this.#taken += 1;
    const dropped = this.#analysis.take(payload, source, timestampMs, nowMs);
    if (dropped === undefined) this.#pace.add(nowMs);
    if (dropped === undefined || this.#letters.length >= lettersPerCheckpoint) return;
    const { reason, arrivalHour, record } = dropped;
    const letter: AnalysisDeadLetter = {
      kind: 'analysis-dead-letter',
      reason,
      source: record ? (record.kind === 'count' ? 'counts' : 'paths') : source === 'paths' ? 'paths' : 'counts',
      hour: hourText(arrivalHour),
      ...(record && { record }),
    };
    this.#letters.push(`${JSON.stringify(letter)}\n`);
  }

  #afterPortion(): void {
    if (performance.now() >= this.#nextWriteMs && this.#taken > this.#writtenAt) this.#writeDown();
    this.#tellIfDue();
  }

  #writeDown(): void {
    const { state, checkpoints } = this.#opened;
    const { rules, checkpointMs } = this.#options;
    const startMs = performance.now();
    const { newestHour } = this.#analysis;
    if (newestHour > this.#forgotAt) {
      this.#forgotAt = newestHour;
      state.forgetBefore(newestHour - keptDays * 24, Math.floor((newestHour - rules.duplicate.keepHours) / 24));
    }
    try {
      const positions = this.#source.positions();
      checkpoints.write(state, { positions, clean: this.#analysis.clean, letters: this.#letters });
      this.#letters = [];
      this.#writtenAt = this.#taken;
      this.#troubles.delete('disk');
      this.#checkpointMs = Math.round(performance.now() - startMs);
    } catch (error) {
      // Nothing is lost: what was read since the last time is read again after a restart.
      this.#trouble('disk', `the state can't be written down: ${messageOf(error)}; is the disk full?`);
    }
    const costMs = performance.now() - startMs;
    this.#nextWriteMs = performance.now() + Math.max(checkpointMs, restPerWork * costMs);
  }

  #tellIfDue(): void {
    const startMs = performance.now();
    const { publishMs, onPublish } = this.#options;
    const overdueMs = this.#toldAt === this.#taken ? 10_000 : 0;
    if (startMs < this.#nextTellMs + overdueMs) return;
    this.#toldAt = this.#taken;
    onPublish(this.published());
    const costMs = performance.now() - startMs;
    this.#nextTellMs = performance.now() + Math.max(publishMs, restPerWork * costMs);
  }

  #trouble(what: string, message: string): void {
    if (this.#troubles.get(what) === message) return;
    this.#troubles.set(what, message);
    this.#options.onNotice(`insights: ${message}`);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
