import { setTimeout as sleep } from 'node:timers/promises';
import { cpuUs } from './cpu-time.ts';
import type { Deliveries } from './deliveries.ts';
import { connections } from './extent.ts';
import type { LoadGenerator } from './load/load-generator.ts';
import type { LoadOutcome } from './load/load-messages.ts';
import { recordsPerRequest } from './load/sample-batch.ts';
import type { Variant } from './variants.ts';

/** What one variant did in one round. */
export interface Round {
  requests: number;
  /** CPU microseconds of the server process for each request. */
  us: number;
  /** Requests a second; for a server that answers before Kafka has the records, those that Kafka has. */
  requestsPerS: number;
  p50Ms: number;
  p99Ms: number;
  /** CPU microseconds of the load process for each request. */
  loadUs: number;
  /** Requests that were not answered with 200, and connections that broke. */
  failures: string[];
}

/**
 * What counts as all: the collector mixes records of many requests before it sends them to Kafka, so the last ones wait
 * for others, or for its timer when nothing more comes. That all arrive is checked at the end of the run.
 */
const deliveredShare = 0.99;
const deliveryTimeoutMs = 120_000;
const pollMs = 50;

/** Puts load on one server for some seconds, and waits until Kafka has what it acknowledged. */
export async function measureRound(variant: Variant, load: LoadGenerator, seconds: number): Promise<Round> {
  const { server, deliveries } = variant;
  const go = await load.prepare({ urls: [server.url], connections, seconds });
  const startUs = cpuUs(server.pid);
  const startMs = performance.now();
  const outcome = await go();
  const before = variant.acknowledged;
  variant.acknowledged += outcome.statuses[200] ?? 0;
  const { drains } = variant;
  if (drains && deliveries !== undefined) {
    const wanted = before + deliveredShare * (variant.acknowledged - before);
    await waitForDelivery(deliveries, wanted * recordsPerRequest, `Kafka, behind ${variant.name},`);
  }
  const delivered = drains
    ? { requests: deliveredShare * outcome.requests, seconds: (performance.now() - startMs) / 1_000 }
    : outcome;
  return {
    requests: outcome.requests,
    us: (cpuUs(server.pid) - startUs) / outcome.requests,
    requestsPerS: delivered.requests / delivered.seconds,
    p50Ms: outcome.p50Ms,
    p99Ms: outcome.p99Ms,
    loadUs: outcome.cpuUs / outcome.requests,
    failures: failuresOf(outcome),
  };
}

/** Resolves when Kafka has so many records of the topics; throws when that takes longer than two minutes. */
export async function waitForDelivery(deliveries: Deliveries, wanted: number, who: string): Promise<void> {
  const deadlineMs = performance.now() + deliveryTimeoutMs;
  for (;;) {
    const found = await deliveries.count();
    if (found >= wanted) return;
    if (performance.now() > deadlineMs)
      throw new Error(`${who} has ${found} records after ${deliveryTimeoutMs / 1_000} s, not ${Math.ceil(wanted)}`);
    await sleep(pollMs);
  }
}

export function failuresOf({ statuses, faults }: LoadOutcome): string[] {
  const answers = Object.entries(statuses).filter(([status]) => status !== '200');
  return [
    ...answers.map(([status, count]) => `${count} x status ${status}`),
    ...Object.entries(faults).map(([reason, count]) => `${count} x ${reason}`),
  ];
}
