import { cpuUs } from './cpu-time.ts';
import { DeliveryWatch } from './delivery-watch.ts';
import { connections } from './extent.ts';
import type { LoadGenerator } from './load/load-generator.ts';
import type { LoadOutcome } from './load/load-messages.ts';
import { recordsPerRequest } from './load/sample-batch.ts';
import type { Variant } from './variants.ts';

/** What one variant did in one round. */
export interface Round {
  requests: number;
  /** CPU microseconds of the server process for each request, until all that it acknowledged was where it belongs. */
  us: number;
  /** Requests a second; for a server that answers before Kafka has the records, as fast as Kafka got them. */
  requestsPerS: number;
  p50Ms: number;
  p99Ms: number;
  /** CPU microseconds of the load process for each request. */
  loadUs: number;
  /** Requests that were not answered with 200, and connections that broke. */
  failures: string[];
}

/** Puts load on one server for some seconds, and waits until Kafka has what it acknowledged. */
export async function measureRound(variant: Variant, load: LoadGenerator, seconds: number): Promise<Round> {
  const { server, deliveries } = variant;
  const go = await load.prepare({ urls: [server.url], connections, seconds });
  const watch = deliveries && variant.drains ? new DeliveryWatch(deliveries) : undefined;
  const startUs = cpuUs(server.pid);
  const settle = (outcome: LoadOutcome): LoadOutcome => {
    variant.acknowledged += outcome.statuses[200] ?? 0;
    watch?.until(variant.acknowledged * recordsPerRequest);
    return outcome;
  };
  const [outcome] = await Promise.all([go().then(settle), watch?.watch()]);
  const answeredPerS = outcome.requests / outcome.seconds;
  return {
    requests: outcome.requests,
    us: (cpuUs(server.pid) - startUs) / outcome.requests,
    requestsPerS: watch === undefined ? answeredPerS : Math.min(answeredPerS, watch.recordsPerS / recordsPerRequest),
    p50Ms: outcome.p50Ms,
    p99Ms: outcome.p99Ms,
    loadUs: outcome.cpuUs / outcome.requests,
    failures: failuresOf(outcome),
  };
}

export function failuresOf({ statuses, faults }: LoadOutcome): string[] {
  const answers = Object.entries(statuses).filter(([status]) => status !== '200');
  return [
    ...answers.map(([status, count]) => `${count} x status ${status}`),
    ...Object.entries(faults).map(([reason, count]) => `${count} x ${reason}`),
  ];
}
