import { systemReason, unwritable } from '../errors.ts';
import { CommitQueue } from './commit-queue.ts';
import { encodeFrames, magic } from './frame.ts';
import { LogBudget } from './log-budget.ts';
import { type CompleteLogOptions, defaultMaxLogBytes, logDefaults, type SegmentLogOptions } from './log-options.ts';
import { createWriter, makeFolder, recoverWriter, replaceWriter } from './open-writer.ts';
import { sealDelayMs } from './seal-delay.ts';
import { measureLog } from './segment-files.ts';
import type { SegmentWriter } from './segment-writer.ts';

/** `full` and `failed` are left again by themselves when there is room, or when a new segment could be written. */
export type LogState =
  | { kind: 'open' }
  | { kind: 'full'; reason: string }
  | { kind: 'failed'; reason: string }
  | { kind: 'closed'; reason: string };

/** What became of an append. `refused`: nothing of it may be acknowledged; worth another try after `retryAfterS`. */
export type AppendResult = { kind: 'durable' } | { kind: 'refused'; reason: string; retryAfterS: number };

type Entry = { kind: 'frames'; bytes: Buffer } | { kind: 'seal' };

/**
 * A durable log of small payloads: docs/segment-log.md. It writes the open segment, in the order of arrival; whoever
 * keeps the log (`../keeper/`) shuffles and seals those that are complete. One writer per folder. After an error of a write or a sync its
 * descriptor is never used again (https://wiki.postgresql.org/wiki/Fsync_Errors): the log refuses, cuts the segment
 * back to what is durable, and goes on in a new one when that can be written.
 */
export class SegmentLog {
  readonly #options: CompleteLogOptions;
  readonly #queue: CommitQueue<Entry>;
  #writer: SegmentWriter;
  #state: LogState = { kind: 'open' };
  #gathered = Buffer.alloc(0);
  #batches = 0;
  #begunMs = 0;
  #waitingBytes = 0;
  #wantedBytes = 0;
  #recheck: NodeJS.Timeout | undefined;
  #rechecking: Promise<void> | undefined;
  #seal: NodeJS.Timeout | undefined;

  private constructor(options: CompleteLogOptions, writer: SegmentWriter) {
    this.#options = options;
    this.#writer = writer;
    this.#queue = new CommitQueue((group) => this.#commit(group));
    if (!writer.empty) this.#begin();
  }

  /** Opens and mends the log of a folder. Throws a `CollectorError` `data-unwritable`. */
  static async open(given: SegmentLogOptions): Promise<SegmentLog> {
    const { folder } = given;
    try {
      await makeFolder(folder);
      const budget = given.budget ?? new LogBudget(defaultMaxLogBytes, async () => (await measureLog(folder)).bytes);
      const options = { ...logDefaults, ...given, budget };
      const writer = await recoverWriter(options);
      if (!given.budget) await budget.correct();
      return new SegmentLog(options, writer);
    } catch (error) {
      throw unwritable(folder, error);
    }
  }

  get budget(): LogBudget {
    return this.#options.budget;
  }

  get state(): LogState {
    return this.#state;
  }

  /** Appends payloads, all or none of them, and resolves when they are durable. Never rejects. */
  append(payloads: readonly string[]): Promise<AppendResult> {
    return this.appendFrames(encodeFrames(payloads));
  }

  /** As `append`, for payloads that are in frames already. The bytes must not change until it has resolved. */
  async appendFrames(bytes: Buffer): Promise<AppendResult> {
    if (this.#state.kind !== 'open') return this.#refusal();
    const { budget } = this.#options;
    if (this.#waitingBytes + bytes.length > this.#options.maxWaitingBytes) {
      return { kind: 'refused', reason: 'more waits for the disk than it can take', retryAfterS: 1 };
    }
    if (budget.usedBytes + this.#waitingBytes + bytes.length > budget.limitBytes) {
      this.#wantedBytes = bytes.length;
      this.#enter(this.#full());
      return this.#refusal();
    }
    this.#waitingBytes += bytes.length;
    try {
      await this.#queue.add({ kind: 'frames', bytes });
      return { kind: 'durable' };
    } catch {
      return this.#refusal();
    } finally {
      this.#waitingBytes -= bytes.length;
    }
  }

  /** Completes the segment that is written to, if it holds anything, and begins the next one. */
  async seal(): Promise<void> {
    await this.#queue.add({ kind: 'seal' }).catch(() => {});
  }

  /** Refuses what comes, waits for what was accepted, and lets the segment go: the next start goes on in it. */
  async close(): Promise<void> {
    if (this.#state.kind === 'closed') return;
    clearTimeout(this.#recheck);
    clearTimeout(this.#seal);
    this.#state = { kind: 'closed', reason: 'the collector is stopping' };
    await this.#queue.idle();
    await this.#rechecking;
    await this.#writer.close().catch(() => {});
  }

  async #commit(group: Entry[]): Promise<number> {
    if (this.#state.kind === 'failed') throw new Error(this.#state.reason);
    try {
      const sealing = group[0]?.kind === 'seal';
      if (!this.#writer.empty && (sealing || this.#fitting(group).length === 0)) await this.#rotate();
      if (sealing) return 1;
      const run = this.#fitting(group);
      await this.#write(run);
      return run.length;
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  /** The first entries of a group that the segment has room for; the very first of a segment always has. */
  #fitting(group: Entry[]): Buffer[] {
    const run: Buffer[] = [];
    let sizeBytes = this.#writer.sizeBytes;
    for (const entry of group) {
      if (entry.kind === 'seal') break;
      const isFirst = this.#writer.empty && run.length === 0;
      if (!isFirst && sizeBytes + entry.bytes.length > this.#options.segmentBytes) break;
      run.push(entry.bytes);
      sizeBytes += entry.bytes.length;
    }
    return run;
  }

  async #write(run: Buffer[]): Promise<void> {
    const bytes = run.length === 1 && run[0] ? run[0] : this.#together(run);
    if (bytes.length === 0) return;
    const wasEmpty = this.#writer.empty;
    const startMs = performance.now();
    await this.#writer.append(bytes);
    this.#options.onSync((performance.now() - startMs) / 1000);
    this.#options.budget.add(bytes.length);
    if (wasEmpty) this.#begin();
    this.#batches += run.length;
    if (this.#batches >= this.#options.minBatches && this.#batches - run.length < this.#options.minBatches)
      this.#armSeal();
  }

  /** One after another in memory that is used again: only one group is being written at a time. */
  #together(run: readonly Buffer[]): Buffer {
    const total = run.reduce((sum, { length }) => sum + length, 0);
    if (total > this.#gathered.length) this.#gathered = Buffer.allocUnsafeSlow(total);
    let offset = 0;
    for (const bytes of run) offset += bytes.copy(this.#gathered, offset);
    return this.#gathered.subarray(0, total);
  }

  async #rotate(): Promise<void> {
    clearTimeout(this.#seal);
    const next = await createWriter(this.#options, this.#writer.number + 1);
    const complete = this.#writer;
    this.#writer = next;
    this.#options.budget.add(magic.length);
    // It is durable; that its descriptor could not be closed costs nothing.
    await complete.close().catch(() => {});
    this.#options.onComplete();
  }

  /** The age of a segment counts from its first record, or from the start that goes on in it. */
  #begin(): void {
    this.#batches = 0;
    this.#begunMs = performance.now();
    this.#armSeal();
  }

  #armSeal(): void {
    clearTimeout(this.#seal);
    const segment = { ageMs: performance.now() - this.#begunMs, batches: this.#batches, nowMs: Date.now() };
    this.#seal = setTimeout(() => void this.seal(), sealDelayMs(segment, this.#options));
    this.#seal.unref();
  }

  #refusal(): AppendResult {
    const reason = this.#state.kind === 'open' ? 'the log was busy' : this.#state.reason;
    return { kind: 'refused', reason, retryAfterS: Math.max(1, Math.ceil(this.#options.recheckMs / 1000)) };
  }

  #full(): Exclude<LogState, { kind: 'closed' }> {
    return { kind: 'full', reason: `the log has used its ${this.#options.budget.limitBytes} bytes` };
  }

  #fail(error: unknown): void {
    const closing = this.#state.kind === 'closed';
    void this.#writer.abandon();
    if (!closing) this.#enter({ kind: 'failed', reason: `the log can't be written (${systemReason(error)})` });
  }

  #enter(state: Exclude<LogState, { kind: 'closed' }>): void {
    const changed = state.kind !== this.#state.kind;
    this.#state = state;
    if (changed) this.#options.onNotice(state.kind === 'open' ? 'the log can be written again' : state.reason);
    clearTimeout(this.#recheck);
    if (state.kind === 'open') return;
    this.#recheck = setTimeout(() => {
      this.#rechecking = this.#tryAgain().finally(() => {
        this.#rechecking = undefined;
      });
    }, this.#options.recheckMs);
    this.#recheck.unref();
  }

  async #tryAgain(): Promise<void> {
    try {
      await this.#queue.idle();
      if (this.#state.kind === 'failed') this.#writer = await replaceWriter(this.#writer, this.#options);
      await this.#options.budget.correct();
    } catch (error) {
      if (this.#state.kind !== 'closed') {
        this.#enter({ kind: 'failed', reason: `the log can't be written (${systemReason(error)})` });
      }
      return;
    }
    if (this.#state.kind === 'closed') return;
    const { budget } = this.#options;
    const fits = budget.usedBytes + this.#wantedBytes <= budget.limitBytes;
    this.#enter(fits ? { kind: 'open' } : this.#full());
  }
}
