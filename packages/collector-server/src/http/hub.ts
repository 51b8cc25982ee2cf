import type { InsightsFeed } from '../insights/insights-feed.ts';
import type { IntakeObserver } from '../intake/intake.ts';
import type { KafkaState } from '../kafka/kafka-state.ts';
import type { LiveMessage } from '../live/live-feed.ts';
import type { MetricFamily } from '../metrics/prometheus.ts';

/** What a thread that takes requests asks of, and tells, the rest of the collector. */
export interface Hub {
  /** Told what becomes of records, for the live page. */
  feed: IntakeObserver;
  /** Tells the listener everything now, then what is new. Resolves with how to stop. */
  listen: (listener: (message: LiveMessage) => void) => Promise<() => void>;
  kafkaState: () => KafkaState;
  /** `undefined` when they are switched off. */
  insights: InsightsFeed | undefined;
  /** The metrics of all threads together. */
  metricFamilies: () => Promise<MetricFamily[]>;
  onNotice: (message: string) => void;
}
