import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningBroker } from './broker.ts';
import { Deliveries } from './deliveries.ts';
import { allDelivered } from './delivery-watch.ts';
import { connections } from './extent.ts';
import { LoadGenerator } from './load/load-generator.ts';
import { recordsPerRequest } from './load/sample-batch.ts';
import { processTree } from './process-tree.ts';
import { failuresOf } from './round.ts';
import { collectorKnows, drainingTo, startCollector } from './servers/start-servers.ts';
import { collectorTopics } from './variants.ts';

/** What the collector held at one moment of the soak. */
export interface SoakSample {
  minute: number;
  rssMb: number;
  openFiles: number;
  requests: number;
  p99Ms: number;
}

export interface Soaked {
  samples: SoakSample[];
  requestsPerS: number;
  /** Whether Kafka had every record in the end; `undefined` without Kafka. */
  delivered: true | undefined;
  failures: string[];
}

/** A quarter of what one core takes, so that what is seen is time and not pressure. */
const soakRequestsPerS = 500;
/** After each slice all connections are closed and new ones opened. */
const sliceSeconds = 10;

/** Puts a moderate load on one collector for minutes, with new connections every ten seconds, and watches what it holds. */
export async function soak(
  folder: string,
  broker: RunningBroker | { kind: 'missing'; reason: string },
  minutes: number,
  say: (what: string) => void,
): Promise<Soaked> {
  const kafka = broker.kind === 'running' && collectorKnows('kafka') ? broker : undefined;
  const server = await startCollector(join(folder, 'soak'), kafka === undefined ? [] : drainingTo(kafka.address));
  const load = await LoadGenerator.start();
  const deliveries = kafka && new Deliveries(kafka.address, collectorTopics);
  const samples: SoakSample[] = [];
  const failures: string[] = [];
  let acknowledged = 0;
  const startMs = performance.now();
  const minute = () => (performance.now() - startMs) / 60_000;
  try {
    say(`${soakRequestsPerS} requests of ${recordsPerRequest} records a second, ${connections} connections ...`);
    while (minute() < minutes) {
      const order = { urls: [server.url], connections, seconds: sliceSeconds, requestsPerS: soakRequestsPerS };
      const running = (await load.prepare(order))();
      // In the middle of the slice, when all connections stand.
      const [outcome, held] = await Promise.all([
        running,
        sleep(sliceSeconds * 500).then(() => holdingsOf(server.pid)),
      ]);
      acknowledged += outcome.statuses[200] ?? 0;
      failures.push(...failuresOf(outcome));
      const sample = { minute: minute(), ...held, requests: outcome.requests, p99Ms: outcome.p99Ms };
      if (Math.floor(sample.minute) > Math.floor(samples.at(-1)?.minute ?? -1)) {
        const files = `${held.openFiles} open files`;
        say(`minute ${sample.minute.toFixed(1)}: ${held.rssMb.toFixed(1)} MB, ${files}, p99 ${outcome.p99Ms} ms`);
      }
      samples.push(sample);
    }
    if (deliveries) await allDelivered(deliveries, acknowledged * recordsPerRequest);
    const requestsPerS =
      samples.reduce((sum, { requests }) => sum + requests, 0) / (60 * (samples.at(-1)?.minute ?? 1));
    return { samples, requestsPerS, delivered: deliveries && true, failures };
  } finally {
    load.stop();
    await deliveries?.close();
    await server.stop();
  }
}

/** Memory in 10^6 bytes and open files of a process and those that it started. */
function holdingsOf(pid: number): { rssMb: number; openFiles: number } {
  let [rssMb, openFiles] = [0, 0];
  for (const each of processTree(pid)) {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${each}/status`, 'latin1'))?.[1];
    rssMb += (Number(kib ?? 0) * 1_024) / 1e6;
    openFiles += readdirSync(`/proc/${each}/fd`).length;
  }
  return { rssMb, openFiles };
}
