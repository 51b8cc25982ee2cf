import type { KafkaOptions } from '../kafka/kafka-options.ts';
import type { KafkaState } from '../kafka/kafka-state.ts';
import type { LogKind } from '../log/log-folders.ts';
import type { Backlog } from './keeper.ts';

/** What the keeper's thread is started with: plain data and shared memory. */
export interface KeeperSettings {
  /** `<data>/log`. */
  root: string;
  shops: readonly string[];
  /** Folders that are written to. */
  written: readonly string[];
  kafka: KafkaOptions | undefined;
  keepDrainedMs: number;
  budgets: { shop: string; kind: LogKind; limitBytes: number; memory: SharedArrayBuffer }[];
  wakeMemory: SharedArrayBuffer;
}

/** What it tells. */
export type KeeperMessage =
  | { kind: 'kafka-state'; state: KafkaState }
  | { kind: 'drained'; shop: string; messages: number; refused: number; strange: number }
  | { kind: 'backlog'; backlog: Backlog }
  | { kind: 'notice'; text: string };
