import type { KafkaState } from '../kafka/kafka-state.ts';
import type { ShopLog, WatchedLog } from '../shop-logs.ts';
import { type RefusalClass, refusalClasses } from '../validate-record.ts';
import {
  Counter,
  exposition,
  Gauge,
  Histogram,
  type MetricFamily,
  RequestCounter,
  type Sample,
  type Tally,
} from './prometheus.ts';

/** What is asked for when the metrics are read. */
export interface MetricSources {
  logs: readonly ShopLog[];
  listeners: () => number;
  connections: () => number;
  kafka: () => KafkaState;
}

/** What is counted of one shop's records. */
export interface ShopTallies {
  stored: Record<'count' | 'path', Tally>;
  duplicates: Tally;
  refused: Record<RefusalClass, Tally>;
}

/** Everything that `/metrics` shows. Nothing in it says who sent what, or what a record held. */
export class CollectorMetrics {
  readonly #stored = new Counter('edgecart_records_stored_total', 'Records that are durable in the log.');
  readonly #duplicates = new Counter('edgecart_records_duplicate_total', 'Records that had been stored before.');
  readonly #refused = new Counter('edgecart_records_refused_total', 'Records that were refused, by what was wrong.');
  readonly #limited = new Counter(
    'edgecart_requests_limited_total',
    'Requests answered 429: too many of one address, or of one shop.',
  );
  readonly #bodyBytes = new Counter('edgecart_body_bytes_total', 'Bytes of the bodies of batches, as they were sent.');
  readonly #dropped = new Counter(
    'edgecart_connections_dropped_total',
    'Connections closed unanswered because there were too many.',
  );
  readonly requests = new RequestCounter('edgecart_requests_total', 'Requests answered, by route and status.');
  readonly sync = new Histogram(
    'edgecart_log_sync_seconds',
    'Time to write a group of requests to the log and make it durable.',
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  );
  readonly limited = { address: this.#limited.of({ by: 'address' }), shop: this.#limited.of({ by: 'shop' }) };
  readonly bodyBytes = this.#bodyBytes.of();
  readonly dropped = this.#dropped.of();

  /** The sums of one shop, shown as 0 from now on. */
  ofShop(shop: string): ShopTallies {
    const refused = refusalClasses.map((reason) => [reason, this.#refused.of({ shop, reason })] as const);
    return {
      stored: { count: this.#stored.of({ shop, kind: 'count' }), path: this.#stored.of({ shop, kind: 'path' }) },
      duplicates: this.#duplicates.of({ shop }),
      refused: Object.fromEntries(refused) as Record<RefusalClass, Tally>,
    };
  }

  /** All metrics as plain data. */
  families({ logs, listeners, connections, kafka }: MetricSources): MetricFamily[] {
    const perLog = (read: (log: WatchedLog) => number) => () =>
      logs.map(({ shop, log }): Sample => ({ labels: { shop }, value: read(log) }));
    return [
      this.#stored,
      this.#duplicates,
      this.#refused,
      this.requests,
      this.#limited,
      this.#bodyBytes,
      this.sync,
      new Gauge(
        'edgecart_log_bytes',
        'Bytes of all segments of the log.',
        perLog(({ bytes }) => bytes),
      ),
      new Gauge(
        'edgecart_log_segments',
        'Segments of the log.',
        perLog(({ segments }) => segments),
      ),
      new Gauge(
        'edgecart_log_writable',
        '1 when the log takes records, 0 when it refuses.',
        perLog(({ state }) => (state.kind === 'open' ? 1 : 0)),
      ),
      ...kafkaGauges(kafka()),
      new Gauge('edgecart_connections', 'Open connections.', connections),
      this.#dropped,
      new Gauge('edgecart_live_listeners', 'Open streams of the live page.', listeners),
      new Gauge('process_resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage.rss()),
      new Gauge('process_cpu_seconds_total', 'Processor time of the process.', cpuSeconds, 'counter'),
      new Gauge('process_uptime_seconds', 'Seconds since the process began.', () => process.uptime()),
    ].map((metric) => metric.family());
  }

  /** The page of text. */
  render(sources: MetricSources): string {
    return exposition(this.families(sources));
  }
}

function kafkaGauges(kafka: KafkaState): Gauge[] {
  if (kafka.kind === 'off') return [];
  const connected = kafka.kind === 'connected' ? 1 : 0;
  return [
    new Gauge('edgecart_kafka_connected', '1 when Kafka answers, 0 when it is away.', () => connected),
    new Gauge(
      'edgecart_kafka_lag_records',
      'Records of the log that Kafka does not have yet.',
      () => kafka.lagRecords ?? 0,
    ),
  ];
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
