import type { LogBudget } from './log-budget.ts';
import type { SealRule } from './seal-delay.ts';
import { type OpenLogFile, openLogFile } from './segment-writer.ts';

export interface SegmentLogOptions extends Partial<SealRule> {
  /** Where the segments lie; made if it is not there. One `SegmentLog` at a time may write to it. */
  folder: string;
  /** A segment is closed before it grows beyond this; one request may overshoot it. Default 64 MiB. */
  segmentBytes?: number;
  /** What the segments may take; beyond it nothing is accepted. Default: 10 GiB for this log alone. */
  budget?: LogBudget;
  /** Bytes that may wait for the disk before more are refused. Default 32 MiB. */
  maxWaitingBytes?: number;
  /** How long after a failure, or with the budget used up, the log looks whether it can go on. Default 5,000 ms. */
  recheckMs?: number;
  /** Told of what an operator should know. */
  onNotice?: (message: string) => void;
  /** Told how long each sync took, in seconds. */
  onSync?: (seconds: number) => void;
  /** Told that a segment is complete: it can be shuffled and sealed. */
  onComplete?: () => void;
  /** Replaces the calls to the operating system, for faults that tests can't make real. */
  openFile?: OpenLogFile;
}

export type CompleteLogOptions = Required<SegmentLogOptions>;

export const logDefaults = {
  segmentBytes: 64 * 1024 * 1024,
  minBatches: 50,
  sealAgeMs: 86_400_000,
  maxSealAgeMs: 86_400_000,
  maxWaitingBytes: 32 * 1024 * 1024,
  recheckMs: 5_000,
  onNotice: () => {},
  onSync: () => {},
  onComplete: () => {},
  openFile: openLogFile,
} satisfies Omit<CompleteLogOptions, 'folder' | 'budget'>;

export const defaultMaxLogBytes = 10 * 1024 * 1024 * 1024;
