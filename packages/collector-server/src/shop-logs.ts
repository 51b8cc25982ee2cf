import { LogBudget, newBudgetMemory } from './log/log-budget.ts';
import { type LogKind, listLogFolders, logFolder, logKinds } from './log/log-folders.ts';
import { measureLog } from './log/segment-files.ts';
import { SegmentLog } from './log/segment-log.ts';

/** The disk budget of one shop's log of a kind, as plain data for other threads. */
export interface ShopBudget {
  shop: string;
  kind: LogKind;
  limitBytes: number;
  memory: SharedArrayBuffer;
}

/** Refused records must never take the room of good ones. */
const deadLetterBytes = 64 * 1024 * 1024;

/** One budget for each shop and kind, counting what lies on the disk already. */
export async function measureBudgets(
  root: string,
  shops: readonly string[],
  maxLogBytes: number,
): Promise<ShopBudget[]> {
  const budgets = shops.flatMap((shop) =>
    logKinds.map((kind) => ({
      shop,
      kind,
      limitBytes: kind === 'records' ? maxLogBytes : Math.min(deadLetterBytes, maxLogBytes),
      memory: newBudgetMemory(),
    })),
  );
  await Promise.all(budgets.map((budget) => asLogBudget(root, budget).correct()));
  return budgets;
}

export function asLogBudget(root: string, { shop, kind, limitBytes, memory }: ShopBudget): LogBudget {
  const measure = async () => {
    const folders = (await listLogFolders(root)).filter((folder) => folder.shop === shop && folder.kind === kind);
    const sizes = await Promise.all(folders.map(async ({ path }) => (await measureLog(path)).bytes));
    return sizes.reduce((sum, size) => sum + size, 0);
  };
  return new LogBudget(limitBytes, measure, memory);
}

/** The two logs that one worker writes for one shop. */
export interface ShopLogs {
  records: SegmentLog;
  deadLetters: SegmentLog;
  close: () => Promise<void>;
}

export interface ShopLogsOptions {
  root: string;
  shop: string;
  worker: number;
  budgets: readonly ShopBudget[];
  segmentBytes: number;
  minBatches: number;
  sealAgeMs: number;
  maxSealAgeMs: number;
  onNotice: (message: string) => void;
  onSync: (seconds: number) => void;
  onComplete: () => void;
}

/** Opens and mends both. Throws a `CollectorError` `data-unwritable`. */
export async function openShopLogs(options: ShopLogsOptions): Promise<ShopLogs> {
  const { root, shop, worker, budgets, onSync, ...rest } = options;
  const open = (kind: LogKind) => {
    const budget = budgets.find((each) => each.shop === shop && each.kind === kind);
    if (!budget) throw new Error(`there is no budget for the ${kind} of ${shop}`);
    return SegmentLog.open({
      ...rest,
      ...(kind === 'records' && { onSync }),
      folder: logFolder(root, shop, kind, worker).path,
      budget: asLogBudget(root, budget),
    });
  };
  const records = await open('records');
  try {
    const deadLetters = await open('dead-letters');
    const close = async () => {
      await Promise.all([records.close(), deadLetters.close()]);
    };
    return { records, deadLetters, close };
  } catch (error) {
    await records.close();
    throw error;
  }
}
