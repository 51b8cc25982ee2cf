import type { BrowserContext } from 'playwright';
import { askWorker } from './ask-worker.ts';
import type { RequestResult, RequestTask } from './browser/request-worker.ts';
import type { ScoringResult, ScoringTask } from './browser/scoring-worker.ts';
import { quantile } from './quantiles.ts';
import type { ServedShop } from './serve-shop.ts';

export interface ScoringFigures {
  read_ms: number;
  ours_ms: number;
  tfjs_wasm_ms: number;
  tfjs_cpu_ms: number;
  js_ms: number;
  /** Median milliseconds of all variants, each layout by itself. */
  variants: Record<string, number>;
  clockMs: number;
}

/** The scores of the whole catalogue, every variant in one worker, in interleaved rounds. */
export async function measureScoring(
  browser: BrowserContext,
  shop: ServedShop,
  rounds: { rounds: number; warmUps: number },
): Promise<ScoringFigures> {
  const { folder: modelFolder, version } = shop.model;
  const task: ScoringTask = { modelFolder, version, wasmFolder: shop.wasmFolder, ...rounds };
  const { medians, clockMs, isolated } = await askWorker<ScoringResult>(
    browser,
    shop.emptyPage,
    shop.scoringWorker,
    task,
  );
  if (!isolated) throw new Error('the page of the bench is not isolated, so its clock is too coarse');
  const best = (prefix: string) =>
    Math.min(...Object.entries(medians).flatMap(([name, ms]) => (name.startsWith(prefix) ? [ms] : [])));
  return {
    read_ms: best('read'),
    ours_ms: best('ours'),
    tfjs_wasm_ms: best('tfjs_wasm'),
    tfjs_cpu_ms: best('tfjs_cpu'),
    js_ms: best('js'),
    variants: medians,
    clockMs,
  };
}

export interface RequestFigures {
  request_p50_ms: number;
  request_p95_ms: number;
  /** The scan alone, in turn with the requests. */
  scanP50Ms: number;
  scanP95Ms: number;
}

/** Full requests through the recommender, in a worker that holds nothing else. */
export async function measureRequests(
  browser: BrowserContext,
  shop: ServedShop,
  requests: { requests: number; warmUps: number },
): Promise<RequestFigures> {
  const { folder: modelFolder, version } = shop.model;
  const task: RequestTask = { modelFolder, version, catalogue: shop.catalogue, sessions: shop.sessions, ...requests };
  const { times, scans } = await askWorker<RequestResult>(browser, shop.emptyPage, shop.requestWorker, task);
  return {
    request_p50_ms: quantile(times, 0.5),
    request_p95_ms: quantile(times, 0.95),
    scanP50Ms: quantile(scans, 0.5),
    scanP95Ms: quantile(scans, 0.95),
  };
}
