import { type OpenLogFile, openLogFile } from './segment-writer.ts';

export interface SegmentLogOptions {
  /** Where the segments lie; made if it is not there. */
  folder: string;
  /** A segment is closed before it grows beyond this; one request may overshoot it. Default 64 MiB. */
  segmentBytes?: number;
  /** A segment that holds records is closed when it is so old, in milliseconds. Default: never. */
  segmentAgeMs?: number;
  /** All segments together; beyond it nothing is accepted. Default 10 GiB. */
  maxLogBytes?: number;
  /** Bytes that may wait for the disk before more are refused. Default 32 MiB. */
  maxWaitingBytes?: number;
  /** How long after a failure, or with the budget used up, the log looks whether it can go on. Default 5,000 ms. */
  recheckMs?: number;
  /** Told of what an operator should know. */
  onNotice?: (message: string) => void;
  /** Told how long each sync took, in seconds. */
  onSync?: (seconds: number) => void;
  /** Replaces the calls to the operating system, for faults that tests can't make real. */
  openFile?: OpenLogFile;
}

export type CompleteLogOptions = Required<SegmentLogOptions>;

export const logDefaults = {
  segmentBytes: 64 * 1024 * 1024,
  segmentAgeMs: Number.POSITIVE_INFINITY,
  maxLogBytes: 10 * 1024 * 1024 * 1024,
  maxWaitingBytes: 32 * 1024 * 1024,
  recheckMs: 5_000,
  onNotice: () => {},
  onSync: () => {},
  openFile: openLogFile,
} satisfies Omit<CompleteLogOptions, 'folder'>;
