import { join } from 'node:path';
import type { RunningBroker } from './broker.ts';
import { Deliveries } from './deliveries.ts';
import { allDelivered } from './delivery-watch.ts';
import { connections } from './extent.ts';
import type { LoadGenerator } from './load/load-generator.ts';
import { recordsPerRequest } from './load/sample-batch.ts';
import { treeCpuUs } from './process-tree.ts';
import { failuresOf } from './round.ts';
import { collectorKnows, drainingTo, startCollector } from './servers/start-servers.ts';
import { collectorTopics } from './variants.ts';

/** What two workers did together. */
export interface TwoCores {
  seconds: number;
  /** Records a second that were acknowledged, and so are in the log. */
  recordsPerS: number;
  p50Ms: number;
  p99Ms: number;
  /** Cores that each part kept busy. */
  cores: { workers: number; broker: number | undefined; load: number };
  /** What Kafka had when the load ended, as a share, and how long until it had all; `undefined` without Kafka. */
  drained: { share: number; catchUpS: number } | undefined;
  failures: string[];
}

const warmUpSeconds = 3;

/** Two workers take all that 64 connections send, while their drainers write to the broker on the same two cores. */
export async function measureTwoCores(
  folder: string,
  broker: RunningBroker | undefined,
  load: LoadGenerator,
  seconds: number,
): Promise<TwoCores> {
  const kafka = broker !== undefined && collectorKnows('kafka') ? broker : undefined;
  const servers = await startWorkers(folder, kafka);
  const deliveries = kafka && new Deliveries(kafka.address, collectorTopics);
  try {
    const urls = servers.map(({ url }) => url);
    const had = (await deliveries?.count()) ?? 0;
    const warmUp = await (await load.prepare({ urls, connections, seconds: warmUpSeconds }))();
    const go = await load.prepare({ urls, connections, seconds });
    const workersUs = () => servers.reduce((sum, { pid }) => sum + treeCpuUs(pid), 0);
    const brokerUs = () => (kafka?.pid === undefined ? undefined : treeCpuUs(kafka.pid));
    const [startWorkersUs, startBrokerUs] = [workersUs(), brokerUs()];
    const outcome = await go();
    const [endWorkersUs, endBrokerUs] = [workersUs(), brokerUs()];

    const endMs = performance.now();
    const acknowledged = outcome.statuses[200] ?? 0;
    const all = ((warmUp.statuses[200] ?? 0) + acknowledged) * recordsPerRequest;
    const share = deliveries && ((await deliveries.count()) - had) / all;
    if (deliveries) await allDelivered(deliveries, had + all);
    const catchUpS = (performance.now() - endMs) / 1_000;
    return {
      seconds: outcome.seconds,
      recordsPerS: (acknowledged * recordsPerRequest) / outcome.seconds,
      p50Ms: outcome.p50Ms,
      p99Ms: outcome.p99Ms,
      cores: {
        workers: (endWorkersUs - startWorkersUs) / 1e6 / outcome.seconds,
        broker: startBrokerUs && endBrokerUs && (endBrokerUs - startBrokerUs) / 1e6 / outcome.seconds,
        load: outcome.cpuUs / 1e6 / outcome.seconds,
      },
      drained: share === undefined ? undefined : { share, catchUpS },
      failures: [...failuresOf(warmUp), ...failuresOf(outcome)],
    };
  } finally {
    await deliveries?.close();
    for (const server of servers) await server.stop();
  }
}

/** One command with two workers where it knows how; two commands, each with a port of its own, where it does not. */
async function startWorkers(folder: string, kafka: RunningBroker | undefined) {
  const toKafka = kafka === undefined ? [] : drainingTo(kafka.address);
  if (collectorKnows('workers')) return [await startCollector(join(folder, 'two'), [...toKafka, '--workers', '2'])];
  return [await startCollector(join(folder, 'two-a'), toKafka), await startCollector(join(folder, 'two-b'), toKafka)];
}
