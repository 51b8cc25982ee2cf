import type { PublishedInsights } from '@edgecart/insights';
import { Gauge, type MetricFamily, type Sample } from './prometheus.ts';

export type InsightsHealth = PublishedInsights['health'];

/** The health of the insights of each shop, as it was told last; they are counted in a thread of their own. */
export class InsightsMetrics {
  readonly #told = new Map<string, { health: InsightsHealth; atMs: number }>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  tell(shop: string, health: InsightsHealth): void {
    this.#told.set(shop, { health, atMs: this.#nowMs() });
  }

  families(): MetricFamily[] {
    const each = (read: (health: InsightsHealth, atMs: number) => number | null) => (): Sample[] =>
      [...this.#told].flatMap(([shop, { health, atMs }]) => {
        const value = read(health, atMs);
        return value === null ? [] : [{ labels: { shop }, value }];
      });
    const dropped = (): Sample[] =>
      [...this.#told].flatMap(([shop, { health }]) =>
        Object.entries(health.dropped).map(([reason, value]) => ({ labels: { shop, reason }, value })),
      );
    const lag = (unit: InsightsHealth['lagUnit']) => each((health) => (health.lagUnit === unit ? health.lag : null));
    return [
      new Gauge(
        'edgecart_insights_records_total',
        'Records that the insights have counted since their state began.',
        each(({ clean }) => clean),
        'counter',
      ),
      new Gauge(
        'edgecart_insights_dropped_records',
        'Records that they keep out, by reason, of the days that are kept.',
        dropped,
      ),
      new Gauge('edgecart_insights_lag_bytes', 'Bytes of the log that are there and not read yet.', lag('bytes')),
      new Gauge(
        'edgecart_insights_lag_messages',
        'Messages of Kafka that are there and not read yet.',
        lag('messages'),
      ),
      new Gauge(
        'edgecart_insights_state_bytes',
        'Their state on the disk.',
        each(({ stateBytes }) => stateBytes),
      ),
      new Gauge(
        'edgecart_insights_checkpoint_seconds',
        'How long it took to write the state down last.',
        each(({ checkpointMs }) => (checkpointMs === null ? null : checkpointMs / 1_000)),
      ),
      new Gauge(
        'edgecart_insights_troubles',
        'What is wrong now; the dashboard says it in words.',
        each(({ troubles }) => troubles.length),
      ),
      new Gauge(
        'edgecart_insights_told_seconds',
        'Seconds since they told anything; they do at least every ten.',
        each((_, atMs) => Math.max(0, (this.#nowMs() - atMs) / 1_000)),
      ),
    ].map((metric) => metric.family());
  }
}
