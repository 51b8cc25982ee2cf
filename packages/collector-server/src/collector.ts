import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { prepareClosing } from './closing.ts';
import { CollectorError, systemCode, systemReason, unwritable } from './errors.ts';
import { Intake, type IntakeObserver } from './intake.ts';
import { defaultShop } from './kafka/topics.ts';
import { startKeeper } from './keeper/start-keeper.ts';
import { readLatestModel } from './latest-model.ts';
import { LiveFeed, type LiveStatus } from './live/live-feed.ts';
import { lockFolder } from './log/folder-lock.ts';
import { logFolder, logKinds } from './log/log-folders.ts';
import { makeFolder } from './log/open-writer.ts';
import type { LogState } from './log/segment-log.ts';
import { CollectorMetrics } from './metrics/collector-metrics.ts';
import { type CollectorOptions, type CompleteOptions, completeOptions } from './options.ts';
import { recallIds } from './recall-ids.ts';
import { createServer } from './server.ts';
import { measureBudgets, openShopLogs } from './shop-logs.ts';

/** A collector that listens. */
export interface Collector {
  /** Base URL, without a slash at the end. */
  url: string;
  port: number;
  /** Folder of the log, for `readSegments`. */
  logFolder: string;
  /** Finishes the requests that are being answered, makes the log durable and lets the port and the folder go. */
  close(): Promise<void>;
}

/**
 * Opens the log, mends it if the last run was killed, and listens. Throws a `CollectorError`: `bad-option`,
 * `port-busy`, `cannot-listen`, `data-unwritable` or `log-in-use`; nothing is left open then.
 */
export async function startCollector(given: CollectorOptions): Promise<Collector> {
  const options = completeOptions(given);
  const { nowMs, onNotice } = options;
  await checkSdk(options.sdk);

  const metrics = new CollectorMetrics();
  const root = join(options.data, 'log');
  const unlock = await lockLog(root);
  const undo: (() => Promise<void> | void)[] = [unlock];
  const close = async () => {
    for (const step of undo.reverse()) await step();
  };
  try {
    await makeModels(options.models);
    const shops = [defaultShop];
    const budgets = await measureBudgets(root, shops, options.maxLogBytes);
    const recentIds = await recallIds(root, options.maxRecentIds);
    const written = shops.flatMap((shop) => logKinds.map((kind) => logFolder(root, shop, kind, 0).path));
    const keeper = startKeeper({
      settings: { root, shops, written, budgets, kafka: options.kafka, keepDrainedMs: options.keepDrainedMs },
      onDrained: () => {},
      onNotice,
    });
    undo.push(() => keeper.stop());
    const logs = await openShopLogs({
      ...options,
      root,
      shop: defaultShop,
      worker: 0,
      budgets,
      onSync: (seconds) => metrics.sync.observe(seconds),
      onComplete: () => keeper.wake.ring(),
    });
    undo.push(() => logs.close());
    const log = {
      get state() {
        return logs.records.state;
      },
      get bytes() {
        return logs.records.budget.usedBytes;
      },
      get segments() {
        return keeper.backlog().allSegments;
      },
    };
    const feed = new LiveFeed({ nowMs, status: () => liveStatus(log, options.models) });
    undo.push(() => feed.close());
    const observer = observers(metrics, feed);
    const intake = new Intake({ log: logs.records, deadLetters: logs.deadLetters, recentIds, nowMs, observer });
    const app = await createServer({ ...options, intake, log, metrics, feed });
    undo.push(prepareClosing(app));
    const port = await listen(app, options);
    let closing: Promise<void> | undefined;
    return {
      url: `http://${urlHost(options.host)}:${port}`,
      port,
      logFolder: root,
      close() {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One collector at a time keeps a log. */
async function lockLog(root: string): Promise<() => Promise<void>> {
  try {
    await makeFolder(root);
    return await lockFolder(root);
  } catch (error) {
    if (error instanceof CollectorError) throw error;
    throw unwritable(root, error);
  }
}

/** What pages and metrics show of the log. */
interface LogFigures {
  readonly state: LogState;
  readonly bytes: number;
  readonly segments: number;
}

function observers(metrics: CollectorMetrics, feed: LiveFeed): IntakeObserver {
  return {
    stored(records) {
      metrics.stored.add(records.paths, { kind: 'path' });
      metrics.stored.add(records.counts, { kind: 'count' });
      feed.stored(records);
    },
    duplicates(count) {
      metrics.duplicates.add(count);
      feed.duplicates(count);
    },
    refused(refusalClass) {
      metrics.refused.add(1, { reason: refusalClass });
      feed.refused();
    },
  };
}

async function liveStatus(log: LogFigures, models: string): Promise<LiveStatus> {
  const { state, bytes, segments } = log;
  const reason = state.kind === 'open' ? null : state.reason;
  const file = await readLatestModel(models).catch(() => undefined);
  if (file?.kind !== 'found') return { model: null, log: { bytes, segments, state: state.kind, reason } };
  return {
    model: { version: file.latest.version, publishedMs: file.publishedMs },
    log: { bytes, segments, state: state.kind, reason },
  };
}

async function makeModels(models: string): Promise<void> {
  try {
    await mkdir(models, { recursive: true });
  } catch (error) {
    const reason = `${models} is none and can't be made (${systemReason(error)})`;
    throw new CollectorError('bad-option', `--models must be a folder, and ${reason}`, { cause: error });
  }
}

async function checkSdk(sdk: string | undefined): Promise<void> {
  if (sdk === undefined) return;
  const found = await stat(sdk).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new CollectorError(
      'bad-option',
      `--sdk must be the folder of the SDK's built files, and ${sdk} is no folder`,
    );
  }
}

async function listen(app: FastifyInstance, { port, host }: CompleteOptions): Promise<number> {
  try {
    await app.listen({ port, host });
  } catch (error) {
    await app.close();
    const code = systemCode(error);
    if (code === 'EADDRINUSE') {
      const advice = 'choose another with --port, or 0 for any free one';
      throw new CollectorError('port-busy', `port ${port} on ${host} is taken: ${advice}`, { cause: error });
    }
    const advice = 'check --host (an address of this machine) and --port (0 to 65535; below 1024 needs rights)';
    const message = `can't listen on ${host}, port ${port} (${systemReason(error)}): ${advice}`;
    throw new CollectorError('cannot-listen', message, { cause: error });
  }
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** IPv6 addresses stand in brackets in a URL; the wildcard addresses are reached as this machine. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
