import { CollectorError, systemReason } from '../errors.ts';
import { CommitQueue } from './commit-queue.ts';
import { lockFolder, type Unlock } from './folder-lock.ts';
import { encodeFrames, magic } from './frame.ts';
import { type CompleteLogOptions, logDefaults, type SegmentLogOptions } from './log-options.ts';
import { createWriter, makeFolder, recoverWriter, replaceWriter } from './open-writer.ts';
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

interface LogSize {
  segments: number;
  bytes: number;
}

type Entry = { kind: 'frames'; bytes: Buffer } | { kind: 'seal' };

/**
 * A durable log of small payloads: docs/segment-log.md. One writer per folder. After an error of a write or a sync its
 * descriptor is never used again (https://wiki.postgresql.org/wiki/Fsync_Errors): the log refuses, cuts the segment
 * back to what is durable, and goes on in a new one when that can be written.
 */
export class SegmentLog {
  readonly #options: CompleteLogOptions;
  readonly #queue: CommitQueue<Entry>;
  readonly #unlock: Unlock;
  #writer: SegmentWriter;
  #state: LogState = { kind: 'open' };
  #segments: number;
  #bytes: number;
  #waitingBytes = 0;
  #wantedBytes = 0;
  #recheck: NodeJS.Timeout | undefined;
  #rechecking: Promise<void> | undefined;
  #seal: NodeJS.Timeout | undefined;

  private constructor(options: CompleteLogOptions, unlock: Unlock, writer: SegmentWriter, size: LogSize) {
    this.#options = options;
    this.#unlock = unlock;
    this.#writer = writer;
    this.#segments = size.segments;
    this.#bytes = size.bytes;
    this.#queue = new CommitQueue((group) => this.#commit(group));
    if (!writer.empty) this.#armSeal();
  }

  /** Opens and mends the log of a folder. Throws a `CollectorError`: `data-unwritable` or `log-in-use`. */
  static async open(given: SegmentLogOptions): Promise<SegmentLog> {
    const options = { ...logDefaults, ...given };
    const { folder } = options;
    try {
      await makeFolder(folder);
      const unlock = await lockFolder(folder);
      try {
        const writer = await recoverWriter(options);
        return new SegmentLog(options, unlock, writer, await measureLog(folder));
      } catch (error) {
        await unlock();
        throw error;
      }
    } catch (error) {
      if (error instanceof CollectorError) throw error;
      throw new CollectorError(
        'data-unwritable',
        `${folder}: the log can't be written here (${systemReason(error)}). Choose a writable folder with --data.`,
        { cause: error },
      );
    }
  }

  get state(): LogState {
    return this.#state;
  }

  /** Bytes of all segments. */
  get bytes(): number {
    return this.#bytes;
  }

  get segments(): number {
    return this.#segments;
  }

  /** Appends payloads, all or none of them, and resolves when they are durable. Never rejects. */
  async append(payloads: readonly string[]): Promise<AppendResult> {
    if (this.#state.kind !== 'open') return this.#refusal();
    const bytes = encodeFrames(payloads);
    if (this.#waitingBytes + bytes.length > this.#options.maxWaitingBytes) {
      return { kind: 'refused', reason: 'more waits for the disk than it can take', retryAfterS: 1 };
    }
    if (this.#bytes + this.#waitingBytes + bytes.length > this.#options.maxLogBytes) {
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

  /** Closes the segment that is written to, if it holds anything, and begins the next one. */
  async seal(): Promise<void> {
    await this.#queue.add({ kind: 'seal' }).catch(() => {});
  }

  /** Refuses what comes, waits for what was accepted, and lets the folder go. */
  async close(): Promise<void> {
    if (this.#state.kind === 'closed') return;
    clearTimeout(this.#recheck);
    clearTimeout(this.#seal);
    this.#state = { kind: 'closed', reason: 'the collector is stopping' };
    await this.#queue.idle();
    await this.#rechecking;
    await this.#writer.close().catch(() => {});
    await this.#unlock();
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
    const bytes = run.length === 1 && run[0] ? run[0] : Buffer.concat(run);
    if (bytes.length === 0) return;
    const wasEmpty = this.#writer.empty;
    const startMs = performance.now();
    await this.#writer.append(bytes);
    this.#options.onSync((performance.now() - startMs) / 1000);
    this.#bytes += bytes.length;
    if (wasEmpty) this.#armSeal();
  }

  async #rotate(): Promise<void> {
    clearTimeout(this.#seal);
    const next = await createWriter(this.#options, this.#writer.number + 1);
    const sealed = this.#writer;
    this.#writer = next;
    this.#segments += 1;
    this.#bytes += magic.length;
    // It is durable; that its descriptor could not be closed costs nothing.
    await sealed.close().catch(() => {});
  }

  #armSeal(): void {
    clearTimeout(this.#seal);
    if (!Number.isFinite(this.#options.segmentAgeMs)) return;
    this.#seal = setTimeout(() => void this.seal(), this.#options.segmentAgeMs);
    this.#seal.unref();
  }

  #refusal(): AppendResult {
    const reason = this.#state.kind === 'open' ? 'the log was busy' : this.#state.reason;
    return { kind: 'refused', reason, retryAfterS: Math.max(1, Math.ceil(this.#options.recheckMs / 1000)) };
  }

  #full(): Exclude<LogState, { kind: 'closed' }> {
    return { kind: 'full', reason: `the log has used its ${this.#options.maxLogBytes} bytes` };
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
      const size = await measureLog(this.#options.folder);
      this.#bytes = size.bytes;
      this.#segments = size.segments;
    } catch (error) {
      if (this.#state.kind !== 'closed') {
        this.#enter({ kind: 'failed', reason: `the log can't be written (${systemReason(error)})` });
      }
      return;
    }
    if (this.#state.kind === 'closed') return;
    const fits = this.#bytes + this.#wantedBytes <= this.#options.maxLogBytes;
    this.#enter(fits ? { kind: 'open' } : this.#full());
  }
}
