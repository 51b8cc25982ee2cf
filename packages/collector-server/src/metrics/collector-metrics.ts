import type { KafkaState } from '../kafka/kafka-state.ts';
import type { Backlog } from '../keeper/keeper.ts';
import { Counter, Gauge, type MetricFamily, type Sample } from './prometheus.ts';

/** What is asked for when the metrics are read. */
export interface CollectorSources {
  /** Bytes of the log of each shop. */
  logBytes: () => { shop: string; bytes: number }[];
  backlog: () => Backlog;
  kafkaState: () => KafkaState;
  listeners: () => number;
  nowMs: () => number;
}

/** What there is once, however many threads take requests. */
export class CollectorMetrics {
  readonly #drained = new Counter('edgecart_kafka_records_total', 'Records that Kafka has, dead letters among them.');
  readonly #refused = new Counter(
    'edgecart_kafka_refused_total',
    'Records that Kafka refused for themselves; they became dead letters.',
  );
  readonly #strange = new Counter(
    'edgecart_log_strange_total',
    'Payloads of the log that were no records and were passed over.',
  );

  /** Records that Kafka has since the start, of all shops. */
  drainedRecords = 0;

  drained(shop: string, { messages, refused, strange }: { messages: number; refused: number; strange: number }): void {
    this.drainedRecords += messages;
    this.#drained.of({ shop }).add(messages);
    this.#refused.of({ shop }).add(refused);
    this.#strange.of({ shop }).add(strange);
  }

  /** All metrics as plain data. */
  families({ logBytes, backlog, kafkaState, listeners, nowMs }: CollectorSources): MetricFamily[] {
    const bytes = (): Sample[] => logBytes().map((log) => ({ labels: { shop: log.shop }, value: log.bytes }));
    const kafka = kafkaState();
    const { allSegments, segments, bytes: waitingBytes, oldestMs } = backlog();
    const ofKafka = [
      new Gauge('edgecart_kafka_connected', '1 when Kafka answers, 0 when it is away.', () =>
        kafka.kind === 'connected' ? 1 : 0,
      ),
      new Gauge('edgecart_log_undrained_segments', 'Sealed segments that Kafka does not have yet.', () => segments),
      new Gauge('edgecart_log_undrained_bytes', 'Their bytes.', () => waitingBytes),
      new Gauge('edgecart_log_undrained_seconds', 'Seconds since the oldest of them was sealed.', () =>
        oldestMs === undefined ? 0 : Math.max(0, (nowMs() - oldestMs) / 1000),
      ),
      this.#drained,
      this.#refused,
      this.#strange,
    ];
    return [
      new Gauge('edgecart_log_bytes', 'Bytes of all segments of the log.', bytes),
      new Gauge('edgecart_log_segments', 'Segments of the log.', () => allSegments),
      ...(kafka.kind === 'off' ? [] : ofKafka),
      new Gauge('edgecart_live_listeners', 'Open streams of the live page.', listeners),
      new Gauge('process_resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage.rss()),
      new Gauge('process_cpu_seconds_total', 'Processor time of the process.', cpuSeconds, 'counter'),
      new Gauge('process_uptime_seconds', 'Seconds since the process began.', () => process.uptime()),
    ].map((metric) => metric.family());
  }
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
