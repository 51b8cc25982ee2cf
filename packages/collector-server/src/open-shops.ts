import { join } from 'node:path';
import { Intake, type IntakeObserver } from './intake.ts';
import type { LiveFeed } from './live/live-feed.ts';
import { SegmentLog } from './log/segment-log.ts';
import type { CollectorMetrics } from './metrics/collector-metrics.ts';
import type { CompleteOptions } from './options.ts';
import { recallIds } from './recall-ids.ts';
import type { ShopLog } from './shop-logs.ts';
import type { Shop } from './shops.ts';

/** The logs of all shops, each in a folder of its own, with the ways in. */
export interface OpenShops {
  logs: readonly ShopLog[];
  intakeOf: (shop: Shop) => Intake;
  close(): Promise<void>;
}

export const logFolderOf = (data: string, shop: Shop): string => join(data, 'log', shop.name);

/** Opens the log of every shop. Throws what `SegmentLog.open` throws; nothing is left open then. */
export async function openShops(
  options: CompleteOptions,
  { metrics, feed }: { metrics: CollectorMetrics; feed: LiveFeed },
): Promise<OpenShops> {
  const { shops, nowMs, onNotice, segmentBytes, maxSealAgeMs, maxLogBytes, maxRecentIds } = options;
  const opened: SegmentLog[] = [];
  const logs: ShopLog[] = [];
  const intakes = new Map<string, Intake>();
  const close = async () => {
    await Promise.all(opened.map((log) => log.close()));
  };
  try {
    for (const shop of shops) {
      const folder = logFolderOf(options.data, shop);
      const onSync = (seconds: number) => metrics.sync.observe(seconds);
      const log = await SegmentLog.open({
        folder,
        segmentBytes,
        segmentAgeMs: maxSealAgeMs,
        maxLogBytes,
        onNotice,
        onSync,
      });
      opened.push(log);
      logs.push({ shop: shop.name, log });
      const recentIds = await recallIds(folder, maxRecentIds);
      intakes.set(shop.name, new Intake({ log, recentIds, nowMs, observer: observeShop(shop, metrics, feed) }));
    }
  } catch (error) {
    await close();
    throw error;
  }
  const intakeOf = (shop: Shop) => {
    const intake = intakes.get(shop.name);
    if (intake === undefined) throw new Error(`${shop.name} was never opened`);
    return intake;
  };
  return { logs, intakeOf, close };
}

/** Tells the metrics of a shop and the live page what became of its records. */
function observeShop(shop: Shop, metrics: CollectorMetrics, feed: LiveFeed): IntakeObserver {
  const tallies = metrics.ofShop(shop.name);
  return {
    stored(records) {
      let paths = 0;
      for (const { kind } of records) if (kind === 'path') paths += 1;
      tallies.stored.path.add(paths);
      tallies.stored.count.add(records.length - paths);
      feed.stored(records);
    },
    duplicates(count) {
      tallies.duplicates.add(count);
      feed.duplicates(count);
    },
    refused(refusalClass) {
      tallies.refused[refusalClass].add(1);
      feed.refused();
    },
  };
}
