import { setTimeout as sleep } from 'node:timers/promises';
import type { Deliveries } from './deliveries.ts';

interface Sample {
  atMs: number;
  records: number;
}

const pollMs = 50;
const timeoutMs = 120_000;

/** Watches records come into Kafka, from before they are sent until all that were acknowledged are there. */
export class DeliveryWatch {
  readonly #deliveries: Deliveries;
  readonly #samples: Sample[] = [];
  #wanted = Number.POSITIVE_INFINITY;

  constructor(deliveries: Deliveries) {
    this.#deliveries = deliveries;
  }

  /** Resolves when Kafka has as many as `until` says; throws when that takes two minutes longer than the load. */
  async watch(): Promise<void> {
    let deadlineMs = Number.POSITIVE_INFINITY;
    for (;;) {
      const records = await this.#deliveries.count();
      this.#samples.push({ atMs: performance.now(), records });
      if (records >= this.#wanted) return;
      if (Number.isFinite(this.#wanted)) deadlineMs = Math.min(deadlineMs, performance.now() + timeoutMs);
      if (performance.now() > deadlineMs)
        throw new Error(`Kafka has ${records} records ${timeoutMs / 1_000} s after the load, not ${this.#wanted}`);
      await sleep(pollMs);
    }
  }

  /** So many must be there in the end. */
  until(records: number): void {
    this.#wanted = records;
  }

  get recordsPerS(): number {
    return arrivalRate(this.#samples);
  }
}

/** Resolves when Kafka has so many records; throws when that takes longer than two minutes. */
export function allDelivered(deliveries: Deliveries, records: number): Promise<void> {
  const watch = new DeliveryWatch(deliveries);
  watch.until(records);
  return watch.watch();
}

/**
 * Records a second between the first that arrived and the last. What arrived with the first does not count, for it was
 * sent before: so the time that a record waits in the collector is not taken for time that the collector needs.
 */
export function arrivalRate(samples: readonly Sample[]): number {
  const before = samples[0]?.records ?? 0;
  const first = samples.find(({ records }) => records > before);
  const last = samples.findLast(({ records }, index) => records > (samples[index - 1]?.records ?? records));
  if (first === undefined || last === undefined || last === first) return Number.NaN;
  return (1_000 * (last.records - first.records)) / (last.atMs - first.atMs);
}
