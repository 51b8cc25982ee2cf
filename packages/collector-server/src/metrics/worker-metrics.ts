import { type RefusalClass, refusalClasses } from '@edgecart/protocol';
import type { ShopLog } from '../http/watched-log.ts';
import { Counter, Gauge, Histogram, type MetricFamily, RequestCounter, type Sample, type Tally } from './prometheus.ts';

/** What is asked for when the metrics are read. */
export interface WorkerSources {
  logs: readonly ShopLog[];
  connections: () => number;
}

/** What is counted of one shop's records. */
export interface ShopTallies {
  stored: Record<'count' | 'path', Tally>;
  duplicates: Tally;
  refused: Record<RefusalClass, Tally>;
}

/** What one thread that takes requests counts. Nothing in it says who sent what, or what a record held. */
export class WorkerMetrics {
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
  families({ logs, connections }: WorkerSources): MetricFamily[] {
    const refusing = (): Sample[] =>
      logs.map(({ shop, log }) => ({ labels: { shop }, value: log.state.kind === 'open' ? 0 : 1 }));
    return [
      this.#stored,
      this.#duplicates,
      this.#refused,
      this.requests,
      this.#limited,
      this.#bodyBytes,
      this.sync,
      new Gauge('edgecart_log_refusing', 'Workers whose log takes no records now; 0 is good.', refusing),
      new Gauge('edgecart_connections', 'Open connections.', connections),
      this.#dropped,
    ].map((metric) => metric.family());
  }
}
