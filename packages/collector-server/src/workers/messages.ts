import type { RefusalClass } from '@edgecart/protocol';
import type { CollectorErrorCode } from '../errors.ts';
import type { HttpSettings } from '../http/http-side.ts';
import type { ToldInsights } from '../insights/insights-feed.ts';
import type { KafkaState } from '../kafka/kafka-state.ts';
import type { LiveMessage } from '../live/live-feed.ts';
import type { LogState } from '../log/segment-log.ts';
import type { MetricFamily } from '../metrics/prometheus.ts';

/** What became of records since the last time, for the live page. `newest` are a few of them as they stand in the log. */
export interface Observed {
  counts: number;
  paths: number;
  newest: string[];
  duplicates: number;
  refused: Partial<Record<RefusalClass, number>>;
}

/** What a thread is started with. */
export interface WorkerStart {
  settings: HttpSettings;
  kafkaState: KafkaState;
}

/** From a thread that takes requests to the main thread. `number` ties an answer to its question. */
export type FromWorker =
  | { kind: 'listening'; port: number }
  | { kind: 'failed'; code: CollectorErrorCode | undefined; message: string }
  | { kind: 'observed'; observed: Observed }
  | { kind: 'log-state'; state: LogState }
  | { kind: 'notice'; text: string }
  | { kind: 'own-metrics'; number: number; families: MetricFamily[] }
  | { kind: 'ask-metrics'; number: number }
  | { kind: 'listen'; number: number }
  | { kind: 'unlisten'; number: number };

/** And back. */
export type ToWorker =
  | { kind: 'close' }
  | { kind: 'kafka-state'; state: KafkaState }
  | { kind: 'insights'; shop: string; told: ToldInsights }
  | { kind: 'ask-own-metrics'; number: number }
  | { kind: 'metrics'; number: number; families: MetricFamily[] }
  | { kind: 'live'; number: number; message: LiveMessage };
