import { mkdir, stat } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { prepareClosing } from './closing.ts';
import { CollectorError, systemCode, systemReason } from './errors.ts';
import { readLatestModel } from './latest-model.ts';
import { LiveFeed, type LiveStatus } from './live/live-feed.ts';
import { CollectorMetrics } from './metrics/collector-metrics.ts';
import { logFolderOf, type OpenShops, openShops } from './open-shops.ts';
import { type CollectorOptions, type CompleteOptions, completeOptions } from './options.ts';
import { createServer } from './server.ts';
import { type ShopLog, together } from './shop-logs.ts';
import type { Shop } from './shops.ts';

/** A collector that listens. */
export interface Collector {
  /** Base URL, without a slash at the end. */
  url: string;
  port: number;
  /** Folder of the log, of the first shop if there are more, for `readSegments`. */
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
  const { nowMs } = options;
  const [firstShop] = options.shops;
  const logFolder = firstShop === undefined ? options.data : logFolderOf(options.data, firstShop);
  await checkSdk(options.sdk);

  const metrics = new CollectorMetrics();
  const logs: ShopLog[] = [];
  const feed = new LiveFeed({ nowMs, status: () => liveStatus(logs, options.shops) });
  let shops: OpenShops | undefined;
  try {
    shops = await openShops(options, { metrics, feed });
    logs.push(...shops.logs);
    for (const { models } of options.shops) await makeModels(models);
    const { intakeOf } = shops;
    const app = await createServer({ ...options, intakeOf, logs, metrics, feed });
    const closeServer = prepareClosing(app);
    const port = await listen(app, options);
    const close = async () => {
      await closeServer();
      feed.close();
      await shops?.close();
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
    await shops?.close();
    throw error;
  }
}

async function liveStatus(logs: readonly ShopLog[], shops: readonly Shop[]): Promise<LiveStatus> {
  const { state, bytes, segments } = together(logs);
  const reason = state.kind === 'open' ? null : state.reason;
  return { model: await newestModel(shops), log: { bytes, segments, state: state.kind, reason } };
}

async function newestModel(shops: readonly Shop[]): Promise<LiveStatus['model']> {
  const files = await Promise.all(shops.map(({ models }) => readLatestModel(models).catch(() => undefined)));
  const found = files.flatMap((file) =>
    file?.kind === 'found' ? [{ version: file.latest.version, publishedMs: file.publishedMs }] : [],
  );
  return found.sort((a, b) => b.publishedMs - a.publishedMs)[0] ?? null;
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
