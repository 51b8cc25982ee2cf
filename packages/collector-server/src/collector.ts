import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CollectorError, systemReason, unwritable } from './errors.ts';
import { openHttpSide } from './http/http-side.ts';
import type { Hub } from './http/hub.ts';
import { InsightsFeed, type ToldInsights } from './insights/insights-feed.ts';
import { startInsights } from './insights/start-insights.ts';
import { addNewestIds, recallIds } from './intake/recall-ids.ts';
import { RecentIds } from './intake/recent-ids.ts';
import type { KafkaState } from './kafka/kafka-state.ts';
import { startKeeper } from './keeper/start-keeper.ts';
import { readLatestModel } from './latest-model.ts';
import { LiveFeed, type LiveStatus } from './live/live-feed.ts';
import { lockFolder } from './log/folder-lock.ts';
import { logFolder, logKinds } from './log/log-folders.ts';
import { makeFolder } from './log/open-writer.ts';
import type { LogState } from './log/segment-log.ts';
import { CollectorMetrics } from './metrics/collector-metrics.ts';
import { InsightsMetrics } from './metrics/insights-metrics.ts';
import type { MetricFamily } from './metrics/prometheus.ts';
import { sumFamilies } from './metrics/sum-families.ts';
import { type CollectorOptions, completeOptions } from './options/options.ts';
import type { Shop } from './options/shops.ts';
import { asLogBudget, measureBudgets } from './shop-logs.ts';
import { startWorkers } from './workers/start-workers.ts';

/** A collector that listens. */
export interface Collector {
  /** Base URL, without a slash at the end. */
  url: string;
  port: number;
  /** Folder of the logs of all shops, for `readSegments`. */
  logFolder: string;
  /** Finishes the requests that are being answered, makes the log durable and lets the port and the folder go. */
  close(): Promise<void>;
}

/** The part that takes requests, in this thread or in several others. */
interface Front {
  port: number;
  logState: () => LogState;
  metricFamilies: () => Promise<MetricFamily[][]>;
  close: () => Promise<void>;
}

/**
 * Opens the log, mends it if the last run was killed, and listens. Throws a `CollectorError`: `bad-option`,
 * `port-busy`, `cannot-listen`, `data-unwritable` or `log-in-use`; nothing is left open then.
 */
export async function startCollector(given: CollectorOptions): Promise<Collector> {
  const { onNotice, nowMs, ...options } = completeOptions(given);
  const { shops, workers, kafka, keepDrainedMs } = options;
  await checkSdk(options.sdk);
  const root = join(options.data, 'log');
  const undo: (() => Promise<void> | void)[] = [await lockLog(root)];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    for (const { models } of shops) await makeModels(models);
    const names = shops.map(({ name }) => name);
    const budgets = await measureBudgets(root, names, options.maxLogBytes);
    const idsMemory = await recallIds(root, options.maxRecentIds);
    const metrics = new CollectorMetrics();
    const insightsMetrics = new InsightsMetrics(nowMs);

    let front: Front | undefined;
    let tellKafkaState: (() => void) | undefined;
    const written = names.flatMap((shop) => foldersOf(root, shop, workers));
    const keeper = startKeeper({
      settings: { root, shops: names, written, budgets, kafka, keepDrainedMs },
      onDrained: (shop, drained) => metrics.drained(shop, drained),
      onKafkaState: () => tellKafkaState?.(),
      onNotice,
    });
    undo.push(() => keeper.stop());

    const records = budgets.filter(({ kind }) => kind === 'records');
    const logBytes = () => records.map((budget) => ({ shop: budget.shop, bytes: asLogBudget(root, budget).usedBytes }));
    const { kafkaState, backlog } = keeper;
    const feed = new LiveFeed({
      nowMs,
      async status() {
        const { kind, ...about } = front?.logState() ?? { kind: 'open' as const };
        const bytes = logBytes().reduce((sum, log) => sum + log.bytes, 0);
        const reason = 'reason' in about ? about.reason : null;
        return {
          model: await newestModel(shops),
          log: { bytes, segments: backlog().allSegments, state: kind, reason },
          kafka: kafkaStatus(kafkaState(), metrics.drainedRecords, backlog().bytes),
        };
      },
    });
    undo.push(() => feed.close());
    const insights = options.insights ? new InsightsFeed() : undefined;
    let tellInsights = (_shop: string, _told: ToldInsights) => {};
    const hub: Hub = {
      feed,
      listen: (listener) => feed.listen(listener),
      kafkaState,
      insights,
      onNotice,
      async metricFamilies() {
        const listeners = () => feed.listeners;
        const own = metrics.families({ logBytes, backlog, kafkaState, listeners, nowMs });
        const ofInsights = options.insights ? [insightsMetrics.families()] : [];
        return sumFamilies([...((await front?.metricFamilies()) ?? []), own, ...ofInsights]);
      },
    };

    const settings = { options, root, budgets, idsMemory, wakeMemory: keeper.wake.memory };
    if (workers === 1) {
      const side = await openHttpSide({ ...settings, worker: 0, sharesPort: false }, hub, nowMs);
      front = { ...side, metricFamilies: async () => [side.metricFamilies()] };
    } else {
      const onDeath = async (worker: number, thread: number) => {
        const ids = new RecentIds(idsMemory);
        ids.freeLock(thread);
        // What it had written is durable, though it could not say so any more.
        for (const shop of names) await addNewestIds(idsMemory, logFolder(root, shop, 'records', worker));
        ids.releaseClaims();
      };
      const threads = await startWorkers({ count: workers, settings, hub, onDeath });
      tellKafkaState = () => threads.tellKafkaState(kafkaState());
      tellKafkaState();
      tellInsights = threads.tellInsights;
      front = threads;
    }
    const { port } = front;
    undo.push(front.close);
    if (insights) {
      const { data } = options;
      const running = startInsights({
        settings: { root, data, shops, kafka: options.insightsFrom === 'kafka' ? kafka : undefined },
        onInsights(shop, { health, ...told }) {
          insightsMetrics.tell(shop, health);
          insights.tell(shop, told);
          tellInsights(shop, told);
        },
        onNotice,
      });
      undo.push(() => running.stop());
    }
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

function kafkaStatus(state: KafkaState, records: number, waitingBytes: number): LiveStatus['kafka'] {
  if (state.kind === 'off') return null;
  return { state: state.kind, reason: state.reason ?? null, records, waitingBytes };
}

/** The folders that these workers write for a shop. */
function foldersOf(root: string, shop: string, workers: number): string[] {
  return Array.from({ length: workers }, (_, worker) =>
    logKinds.map((kind) => logFolder(root, shop, kind, worker).path),
  ).flat();
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

/** IPv6 addresses stand in brackets in a URL; the wildcard addresses are reached as this machine. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
