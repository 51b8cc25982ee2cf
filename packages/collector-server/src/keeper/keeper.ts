import { stat } from 'node:fs/promises';
import { systemReason } from '../errors.ts';
import type { KafkaOptions } from '../kafka/kafka-options.ts';
import type { KafkaState } from '../kafka/kafka-state.ts';
import type { LogBudget } from '../log/log-budget.ts';
import { type LogFolder, listLogFolders } from '../log/log-folders.ts';
import { removeLeftovers, sealSegment } from '../log/seal-segment.ts';
import { listSegments, type SegmentFile } from '../log/segment-files.ts';
import { expireDrained } from './expire.ts';
import type { Wake } from './wake.ts';

export interface KeeperParts {
  /** `<data>/log`. */
  root: string;
  shops: readonly string[];
  /** Folders that a thread of this collector writes to: their newest segment is not complete. */
  written: ReadonlySet<string>;
  kafka: KafkaOptions | undefined;
  keepDrainedMs: number;
  budgetOf: (folder: LogFolder) => LogBudget | undefined;
  /** Rung by whoever completed a segment. */
  wake: Wake;
  /** How long it rests when nobody wakes it. */
  idleMs: number;
  signal: AbortSignal;
  onKafkaState: (state: KafkaState) => void;
  onDrained: (shop: string, drained: { messages: number; refused: number; strange: number }) => void;
  onBacklog: (backlog: Backlog) => void;
  onNotice: (message: string) => void;
  nowMs?: () => number;
}

/** What is sealed and not drained yet, and how much there is in all. */
export interface Backlog {
  segments: number;
  bytes: number;
  /** Segments of any state. */
  allSegments: number;
  /** When the oldest segment of the backlog was sealed, in milliseconds since 1970. */
  oldestMs: number | undefined;
}

const expireEveryMs = 60_000;

/** Keeps the logs: shuffles and seals what is complete, brings it to Kafka, and deletes what Kafka has when its time is over. */
export class Keeper {
  readonly #parts: Required<KeeperParts>;
  #failedSealing = new Set<string>();
  #isFirstPass = true;
  #expireAtMs = 0;

  constructor(parts: KeeperParts) {
    this.#parts = { nowMs: Date.now, ...parts };
  }

  /** Works until the signal ends it. Sealing goes on while Kafka is waited for. */
  async run(): Promise<void> {
    const { kafka } = this.#parts;
    const sealing = this.#repeat(() => this.#sealAll());
    if (kafka) {
      // Loaded only where there is a Kafka: the client is larger than all the rest.
      const { Drainer } = await import('./drainer.ts');
      const drainer = new Drainer({ ...this.#parts, kafka, onSegment: () => this.#tellBacklog() });
      await this.#repeat(() => drainer.drainAll());
      await drainer.close();
    }
    await sealing;
  }

  async #repeat(work: () => Promise<void>): Promise<void> {
    const { signal, wake, idleMs, onNotice } = this.#parts;
    const woken = wake.listener(idleMs);
    let told = '';
    while (!signal.aborted) {
      const trouble = await work().then(
        () => '',
        (error: unknown) => `the log can't be kept (${systemReason(error)}); it is tried again`,
      );
      if (trouble !== '' && trouble !== told && !signal.aborted) onNotice(trouble);
      told = trouble;
      if (!signal.aborted) await woken();
    }
  }

  async #sealAll(): Promise<void> {
    const { root, nowMs, keepDrainedMs, budgetOf } = this.#parts;
    const folders = await listLogFolders(root);
    for (const folder of folders) {
      const segments = await listSegments(folder.path);
      if (this.#isFirstPass) await removeLeftovers(folder.path, segments);
      for (const segment of this.#complete(folder, segments)) await this.#seal(folder, segment);
      const budget = budgetOf(folder);
      // There may be a day of drained segments: they are looked at only now and then, or when room gets short.
      const isDue = nowMs() >= this.#expireAtMs || budget?.isCrowded;
      if (isDue) await expireDrained(folder.path, { keepDrainedMs, budget }, nowMs());
    }
    if (nowMs() >= this.#expireAtMs) this.#expireAtMs = nowMs() + expireEveryMs;
    this.#isFirstPass = false;
    await this.#tellBacklog();
  }

  /** Every open segment but the one that is being written to. */
  #complete(folder: LogFolder, segments: readonly SegmentFile[]): SegmentFile[] {
    const newest = this.#parts.written.has(folder.path) ? segments.at(-1)?.number : undefined;
    return segments.filter(({ state, number }) => state === 'open' && number !== newest);
  }

  async #seal(folder: LogFolder, segment: SegmentFile): Promise<void> {
    const { onNotice, signal } = this.#parts;
    if (signal.aborted) return;
    try {
      const { damaged } = await sealSegment(folder.path, segment);
      if (damaged) onNotice(`${segment.path} is damaged; its good records are sealed, the file is set aside`);
      this.#failedSealing.delete(segment.path);
      this.#parts.wake.ring();
    } catch (error) {
      // Told once: with a full disk it fails until there is room.
      if (!this.#failedSealing.has(segment.path))
        onNotice(`${segment.path} can't be sealed (${systemReason(error)}); it is tried again`);
      this.#failedSealing.add(segment.path);
    }
  }

  async #tellBacklog(): Promise<void> {
    const { root, onBacklog } = this.#parts;
    const backlog: Backlog = { segments: 0, bytes: 0, allSegments: 0, oldestMs: undefined };
    for (const folder of await listLogFolders(root)) {
      for (const { path, state } of await listSegments(folder.path)) {
        backlog.allSegments += 1;
        if (state !== 'sealed') continue;
        const file = await stat(path).catch(() => undefined);
        if (!file) continue;
        backlog.segments += 1;
        backlog.bytes += file.size;
        backlog.oldestMs = Math.min(backlog.oldestMs ?? Number.POSITIVE_INFINITY, file.mtimeMs);
      }
    }
    onBacklog(backlog);
  }
}
