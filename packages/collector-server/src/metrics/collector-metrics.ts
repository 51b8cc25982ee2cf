import { refusalClasses } from '@edgecart/protocol';
import type { LogState } from '../log/segment-log.ts';
import { Counter, exposition, Gauge, Histogram } from './prometheus.ts';

/** What is asked for when the metrics are read. */
export interface MetricSources {
  log: { readonly bytes: number; readonly segments: number; readonly state: LogState };
  listeners: () => number;
}

/** Everything that `/metrics` shows. Nothing in it says who sent what, or what a record held. */
export class CollectorMetrics {
  readonly stored = new Counter('edgecart_records_stored_total', 'Records that are durable in the log.', [
    { kind: 'count' },
    { kind: 'path' },
  ]);
  readonly duplicates = new Counter('edgecart_records_duplicate_total', 'Records that had been stored before.');
  readonly refused = new Counter(
    'edgecart_records_refused_total',
    'Records that were refused, by what was wrong.',
    refusalClasses.map((reason) => ({ reason })),
  );
  readonly requests = new Counter('edgecart_requests_total', 'Requests answered, by route and status.', []);
  readonly bodyBytes = new Counter('edgecart_body_bytes_total', 'Bytes of the bodies of POST /v1/records.');
  readonly sync = new Histogram(
    'edgecart_log_sync_seconds',
    'Time to write a group of requests to the log and make it durable.',
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  );

  /** The page of text. */
  render({ log, listeners }: MetricSources): string {
    return exposition([
      this.stored,
      this.duplicates,
      this.refused,
      this.requests,
      this.bodyBytes,
      this.sync,
      new Gauge('edgecart_log_bytes', 'Bytes of all segments of the log.', () => log.bytes),
      new Gauge('edgecart_log_segments', 'Segments of the log.', () => log.segments),
      new Gauge('edgecart_log_writable', '1 when the log takes records, 0 when it refuses.', () =>
        log.state.kind === 'open' ? 1 : 0,
      ),
      new Gauge('edgecart_live_listeners', 'Open streams of the live page.', listeners),
      new Gauge('process_resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage.rss()),
      new Gauge('process_uptime_seconds', 'Seconds since the process began.', () => process.uptime()),
    ]);
  }
}
