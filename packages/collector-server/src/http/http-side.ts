import type { FastifyInstance } from 'fastify';
import { CollectorError, systemCode, systemReason } from '../errors.ts';
import { Intake, type IntakeObserver } from '../intake/intake.ts';
import { RecentIds, type RecentIdsMemory } from '../intake/recent-ids.ts';
import { Wake } from '../keeper/wake.ts';
import type { LogState } from '../log/segment-log.ts';
import type { MetricFamily } from '../metrics/prometheus.ts';
import { WorkerMetrics } from '../metrics/worker-metrics.ts';
import type { CompleteOptions } from '../options/options.ts';
import { openShopLogs, type ShopBudget, type ShopLogs } from '../shop-logs.ts';
import { prepareClosing } from './closing.ts';
import type { Hub } from './hub.ts';
import { createServer } from './server.ts';
import { type ShopLog, worstState } from './watched-log.ts';

/** What a side is opened with: plain data and shared memory, so that it can be opened in any thread. */
export interface HttpSettings {
  options: Omit<CompleteOptions, 'onNotice' | 'nowMs'>;
  /** `<data>/log`. */
  root: string;
  /** Which of the threads it is, from 0; each writes logs of its own. */
  worker: number;
  budgets: readonly ShopBudget[];
  idsMemory: RecentIdsMemory;
  wakeMemory: SharedArrayBuffer;
  /** Whether other threads listen on the same port. */
  sharesPort: boolean;
}

/** One thread's part of the collector: takes requests and writes them to logs of its own. */
export interface HttpSide {
  port: number;
  logState: () => LogState;
  metricFamilies: () => MetricFamily[];
  /** Finishes the requests that are being answered and makes the log durable. */
  close: () => Promise<void>;
}

/**
 * Opens the logs, mends them if the last run was killed, and listens. Throws a `CollectorError`: `port-busy`,
 * `cannot-listen` or `data-unwritable`; nothing is left open then.
 */
export async function openHttpSide(
  settings: HttpSettings,
  hub: Hub,
  nowMs: () => number = Date.now,
): Promise<HttpSide> {
  const { options, root, worker, budgets, sharesPort } = settings;
  const metrics = new WorkerMetrics();
  const wake = new Wake(settings.wakeMemory);
  const opened: ShopLogs[] = [];
  const logs: ShopLog[] = [];
  const intakes = new Map<string, Intake>();
  const closeLogs = async () => {
    await Promise.all(opened.map((each) => each.close()));
  };
  try {
    for (const { name: shop } of options.shops) {
      const { onNotice } = hub;
      const onSync = (seconds: number) => metrics.sync.observe(seconds);
      const { segmentBytes, minBatches, sealAgeMs, maxSealAgeMs } = options;
      const seal = { segmentBytes, minBatches, sealAgeMs, maxSealAgeMs, onComplete: () => wake.ring() };
      const ofShop = await openShopLogs({ ...seal, root, shop, worker, budgets, onNotice, onSync });
      opened.push(ofShop);
      const { records: log, deadLetters } = ofShop;
      logs.push({ shop, log });
      const observer = observeShop(shop, metrics, hub.feed);
      const recentIds = new RecentIds(settings.idsMemory, shop);
      intakes.set(shop, new Intake({ log, deadLetters, recentIds, observer, nowMs }));
    }
    const intakeOf = ({ name }: { name: string }): Intake => {
      const intake = intakes.get(name);
      if (!intake) throw new Error(`${name} was never opened`);
      return intake;
    };
    const { app, connections } = await createServer({ ...options, intakeOf, logs, metrics, hub });
    const closeServer = prepareClosing(app);
    const port = await listen(app, options, sharesPort);
    return {
      port,
      logState: () => worstState(logs),
      metricFamilies: () => metrics.families({ logs, connections }),
      async close() {
        await closeServer();
        await closeLogs();
      },
    };
  } catch (error) {
    await closeLogs();
    throw error;
  }
}

/** Tells the metrics of a shop and the live page what became of its records. */
function observeShop(shop: string, metrics: WorkerMetrics, feed: IntakeObserver): IntakeObserver {
  const tallies = metrics.ofShop(shop);
  return {
    stored(records) {
      tallies.stored.path.add(records.paths);
      tallies.stored.count.add(records.counts);
      feed.stored(records);
    },
    duplicates(count) {
      tallies.duplicates.add(count);
      feed.duplicates(count);
    },
    refused(refusalClass) {
      tallies.refused[refusalClass].add(1);
      feed.refused(refusalClass);
    },
  };
}

async function listen(
  app: FastifyInstance,
  { port, host }: { port: number; host: string },
  sharesPort: boolean,
): Promise<number> {
  // Fastify hands the options on to Node.js, but does not know this one.
  const how: { port: number; host: string; reusePort?: boolean } = {
    port,
    host,
    ...(sharesPort && { reusePort: true }),
  };
  try {
    await app.listen(how);
  } catch (error) {
    await app.close();
    const code = systemCode(error);
    if (code === 'EADDRINUSE') {
      const advice = 'choose another with --port, or 0 for any free one';
      throw new CollectorError('port-busy', `port ${port} on ${host} is taken: ${advice}`, { cause: error });
    }
    if (sharesPort && (code === 'ENOTSUP' || code === 'EINVAL')) {
      const advice = 'this system does not share a port between threads (Linux does); use --workers 1';
      throw new CollectorError('cannot-listen', advice, { cause: error });
    }
    const advice = 'check --host (an address of this machine) and --port (0 to 65535; below 1024 needs rights)';
    const message = `can't listen on ${host}, port ${port} (${systemReason(error)}): ${advice}`;
    throw new CollectorError('cannot-listen', message, { cause: error });
  }
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
