import { join, resolve } from 'node:path';
import { CollectorError } from './errors.ts';
import type { KafkaOptions } from './kafka/kafka-options.ts';

/** How to run a collector. Only `data` must be given. */
export interface CollectorOptions {
  /** Folder of everything that is kept; the log lies in `<data>/log`. Made if it is not there. */
  data: string;
  /** Folder of the published models (docs/model-format.md). Default `<data>/models`. */
  models?: string | undefined;
  /** Folder of the SDK's built files, served under `/sdk/`. Default: none. */
  sdk?: string | undefined;
  /** Port to listen on, 0 for any free one. Default 8787. */
  port?: number | undefined;
  /** Address to listen on. Default 127.0.0.1: this machine only. */
  host?: string | undefined;
  /** Longest accepted body, in bytes. Default 256 KiB. */
  maxBodyBytes?: number | undefined;
  /** Time in which a request must have been received, its headers in half of it, in milliseconds. Default 10,000. */
  requestTimeoutMs?: number | undefined;
  /** Size at which a segment of the log is closed, in bytes. Default 64 MiB. */
  segmentBytes?: number | undefined;
  /** So many requests are mixed before a segment is sealed by age. Default 50. */
  minBatches?: number | undefined;
  /** Age at which a segment that holds `minBatches` is sealed, in milliseconds. Default 60,000. */
  sealAgeMs?: number | undefined;
  /** Age at which a segment is sealed whatever it holds, in milliseconds. Default 600,000. */
  maxSealAgeMs?: number | undefined;
  /** How long a segment that Kafka has is kept, in milliseconds. Default 86,400,000: a day. */
  keepDrainedMs?: number | undefined;
  /** Where records are drained to. Default: nowhere; the log is the product. */
  kafka?: KafkaOptions | undefined;
  /** All segments together, in bytes; beyond it the answer is 503. Default 10 GiB. */
  maxLogBytes?: number | undefined;
  /** How many of the newest record ids are remembered against duplicates; 32 bytes each. Default 1,000,000. */
  maxRecentIds?: number | undefined;
  /** Whether the live page and its stream are served. Default true. */
  live?: boolean | undefined;
  /** Told of what an operator should know. Nothing in it comes from a request. Default: nobody. */
  onNotice?: ((message: string) => void) | undefined;
  /** The clock, in milliseconds since 1970. */
  nowMs?: (() => number) | undefined;
}

/** All options, checked and with their defaults, folders as absolute paths. */
export interface CompleteOptions {
  data: string;
  models: string;
  sdk: string | undefined;
  port: number;
  host: string;
  maxBodyBytes: number;
  requestTimeoutMs: number;
  segmentBytes: number;
  minBatches: number;
  sealAgeMs: number;
  maxSealAgeMs: number;
  keepDrainedMs: number;
  kafka: KafkaOptions | undefined;
  maxLogBytes: number;
  maxRecentIds: number;
  live: boolean;
  onNotice: (message: string) => void;
  nowMs: () => number;
}

const limits = {
  port: [0, 65_535],
  maxBodyBytes: [1_024, 16 * 1024 ** 2],
  requestTimeoutMs: [100, 600_000],
  segmentBytes: [1_024, 4 * 1024 ** 3],
  minBatches: [0, 1_000_000],
  sealAgeMs: [0, 2 ** 31 - 1],
  maxSealAgeMs: [0, 2 ** 31 - 1],
  keepDrainedMs: [0, Number.MAX_SAFE_INTEGER],
  maxLogBytes: [1_024, Number.MAX_SAFE_INTEGER],
  maxRecentIds: [1, 100_000_000],
} satisfies Partial<Record<keyof CollectorOptions, readonly [min: number, max: number]>>;

/** The options that are whole numbers. */
export type NumberOption = keyof typeof limits;

/** What an option may be, for people: `a whole number from 0 to 65535`. */
export function allowed(option: NumberOption): string {
  const [min, max] = limits[option];
  return `a whole number from ${min} to ${max}`;
}

export function isAllowed(option: NumberOption, value: number): boolean {
  const [min = 0, max = 0] = limits[option];
  return Number.isInteger(value) && value >= min && value <= max;
}

/** Checks options and fills in defaults. Throws a `CollectorError` `bad-option` that says what is allowed. */
export function completeOptions(given: CollectorOptions): CompleteOptions {
  const number = <Fallback>(option: NumberOption, fallback: Fallback): number | Fallback => {
    const value = given[option];
    if (value === undefined) return fallback;
    if (isAllowed(option, value)) return value;
    throw new CollectorError('bad-option', `${option} must be ${allowed(option)}, not ${value}`);
  };
  if (given.data === '') throw new CollectorError('bad-option', 'data must be a folder, not an empty text');
  return {
    data: resolve(given.data),
    models: resolve(given.models ?? join(given.data, 'models')),
    sdk: given.sdk === undefined ? undefined : resolve(given.sdk),
    port: number('port', 8_787),
    host: given.host ?? '127.0.0.1',
    maxBodyBytes: number('maxBodyBytes', 256 * 1024),
    requestTimeoutMs: number('requestTimeoutMs', 10_000),
    segmentBytes: number('segmentBytes', 64 * 1024 ** 2),
    minBatches: number('minBatches', 50),
    sealAgeMs: number('sealAgeMs', 60_000),
    maxSealAgeMs: number('maxSealAgeMs', 600_000),
    keepDrainedMs: number('keepDrainedMs', 86_400_000),
    kafka: given.kafka,
    maxLogBytes: number('maxLogBytes', 10 * 1024 ** 3),
    maxRecentIds: number('maxRecentIds', 1_000_000),
    live: given.live ?? true,
    onNotice: given.onNotice ?? (() => {}),
    nowMs: given.nowMs ?? Date.now,
  };
}
