import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { prepareClosing } from './closing.ts';
import { CollectorError, systemCode, systemReason } from './errors.ts';
import { Intake, type IntakeObserver } from './intake.ts';
import { readLatestModel } from './latest-model.ts';
import { LiveFeed, type LiveStatus } from './live/live-feed.ts';
import { SegmentLog } from './log/segment-log.ts';
import { CollectorMetrics } from './metrics/collector-metrics.ts';
import { type CollectorOptions, type CompleteOptions, completeOptions } from './options.ts';
import { recallIds } from './recall-ids.ts';
import { createServer } from './server.ts';

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
  const logFolder = join(options.data, 'log');
  const log = await SegmentLog.open({
    folder: logFolder,
    segmentBytes: options.segmentBytes,
    segmentAgeMs: options.segmentAgeMs,
    maxLogBytes: options.maxLogBytes,
    onNotice,
    onSync: (seconds) => metrics.sync.observe(seconds),
  });
  const feed = new LiveFeed({ nowMs, status: () => liveStatus(log, options.models) });
  try {
    await makeModels(options.models);
    const recentIds = await recallIds(logFolder, options.maxRecentIds);
    const intake = new Intake({ log, recentIds, nowMs, observer: observers(metrics, feed) });
    const app = await createServer({ ...options, intake, log, metrics, feed });
    const closeServer = prepareClosing(app);
    const port = await listen(app, options);
    const close = async () => {
      await closeServer();
      feed.close();
      await log.close();
    };
    let closing: Promise<void> | undefined;
    return {
      url: `http://${urlHost(options.host)}:${port}`,
      port,
      logFolder,
      close() {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    feed.close();
    await log.close();
    throw error;
  }
}

function observers(metrics: CollectorMetrics, feed: LiveFeed): IntakeObserver {
  return {
    stored(records) {
      const paths = records.filter(({ kind }) => kind === 'path').length;
      metrics.stored.add(paths, { kind: 'path' });
      metrics.stored.add(records.length - paths, { kind: 'count' });
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

async function liveStatus(log: SegmentLog, models: string): Promise<LiveStatus> {
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
