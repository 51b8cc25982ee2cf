import { printTable } from '../print-table.ts';
import type { Visit } from './first-answers.ts';
import type { LongTasks } from './long-tasks.ts';
import { median } from './quantiles.ts';
import type { RequestFigures, ScoringFigures } from './scoring.ts';
import type { TrackCost } from './track-cost.ts';
import type { Held, WorkerMemory } from './worker-memory.ts';

export interface Measured {
  sizes: { items: number; scoring: ScoringFigures; requests: RequestFigures }[];
  visits: Visit[];
  /** On pages whose thread is slowed down. */
  longTasks: LongTasks;
  pageLoads: number;
  track: TrackCost;
  /** With the page's thread slowed down. */
  slowTrack: TrackCost;
  memory: WorkerMemory[];
}

/** The size that `worker_mb` speaks of, when it was measured. */
const memoryAt = 50_000;

/** Four digits that count: more would pretend. */
const rounded = (value: number): number => Number(value.toPrecision(4));

function firstAnswers(visits: readonly Visit[], items: number) {
  const of = (figure: (visit: Visit) => number) =>
    rounded(median(visits.filter((visit) => visit.items === items).map(figure)));
  return {
    cold_ms: of(({ cold }) => cold.firstMs),
    warm_ms: of(({ warm }) => warm.firstMs),
    bare_cold_ms: of(({ bareColdMs }) => bareColdMs),
    bare_warm_ms: of(({ bareWarmMs }) => bareWarmMs),
    model_cold_ms: of(({ cold }) => cold.modelMs),
    model_warm_ms: of(({ warm }) => warm.modelMs),
  };
}

const longTasksOf = (visits: readonly Visit[]): number[] =>
  visits.flatMap(({ cold, warm }) => [...cold.longTasks, ...warm.longTasks]);

const totalMb = ({ heapMb, buffersMb }: Held): number => rounded(heapMb + buffersMb);

/** The figures with the keys that README.md explains. */
export function lastLine({ sizes, visits, longTasks, slowTrack, memory }: Measured) {
  const spoken = memory.find(({ items }) => items === memoryAt) ?? memory.at(-1);
  return {
    items: Object.fromEntries(
      sizes.map(({ items, scoring, requests }) => [
        items,
        {
          read_ms: rounded(scoring.read_ms),
          ours_ms: rounded(scoring.ours_ms),
          tfjs_wasm_ms: rounded(scoring.tfjs_wasm_ms),
          tfjs_cpu_ms: rounded(scoring.tfjs_cpu_ms),
          js_ms: rounded(scoring.js_ms),
          request_p50_ms: rounded(requests.request_p50_ms),
          request_p95_ms: rounded(requests.request_p95_ms),
          ...firstAnswers(visits, items),
        },
      ]),
    ),
    long_tasks: longTasks.withSdk.length,
    long_tasks_without: longTasks.without.length,
    track_p99_ms: rounded(slowTrack.track_p99_ms),
    bare_message_p99_ms: rounded(slowTrack.barePostP99Ms),
    sums_p99_ms: rounded(slowTrack.sumsP99Ms),
    worker_mb: spoken === undefined ? Number.NaN : totalMb(spoken.withEncoder),
    worker_without_tfjs_mb: spoken === undefined ? Number.NaN : totalMb(spoken.light),
    worker_without_late_part_mb: spoken === undefined ? Number.NaN : totalMb(spoken.withoutEncoder),
    worker_model_only_mb: spoken === undefined ? Number.NaN : totalMb(spoken.modelOnly),
  };
}

const ms = (value: number): string => (value < 100 ? value.toFixed(2) : value.toFixed(0));

const ratio = (value: number, to: number): string => `${(value / to).toFixed(1)} x`;

/** The same for people, with what the last line leaves out. */
export function printReport(measured: Measured): void {
  const { sizes, visits, longTasks, pageLoads, track, slowTrack, memory } = measured;
  const columns = sizes.map(({ items }) => `${items.toLocaleString('en')} items`);

  console.log('\nScores of the whole catalogue, 64 dimensions: median ms (and times the reading of a float32 table)\n');
  const variants = Object.keys(sizes[0]?.scoring.variants ?? {});
  printTable(
    ['', ...columns],
    variants.map((name) => [
      name,
      ...sizes.map(({ scoring }) => {
        const value = scoring.variants[name] ?? Number.NaN;
        return `${ms(value)} (${(value / scoring.read_ms).toFixed(1)} x)`;
      }),
    ]),
  );

  console.log('\nFull request in the worker: encode 10 interactions, score, first 20, filter, reasons; ms\n');
  printTable(
    ['', ...columns],
    [
      ['median', ...sizes.map(({ requests }) => ms(requests.request_p50_ms))],
      ['95th percentile', ...sizes.map(({ requests }) => ms(requests.request_p95_ms))],
      ['  the scan alone, median', ...sizes.map(({ requests }) => ms(requests.scanP50Ms))],
      ['  the scan alone, 95th percentile', ...sizes.map(({ requests }) => ms(requests.scanP95Ms))],
    ],
  );

  console.log("\nFrom the page script's arrival to the first recommendation; median ms\n");
  const answers = sizes.map(({ items }) => firstAnswers(visits, items));
  printTable(
    ['', ...columns],
    [
      [
        'first answer, cold',
        ...answers.map((each) => `${ms(each.cold_ms)} (${ratio(each.cold_ms, each.bare_cold_ms)})`),
      ],
      ['  a bare worker, cold', ...answers.map(({ bare_cold_ms }) => ms(bare_cold_ms))],
      [
        'first answer, warm',
        ...answers.map((each) => `${ms(each.warm_ms)} (${ratio(each.warm_ms, each.bare_warm_ms)})`),
      ],
      ['  a bare worker, warm', ...answers.map(({ bare_warm_ms }) => ms(bare_warm_ms))],
      ['by the model, cold', ...answers.map(({ model_cold_ms }) => ms(model_cold_ms))],
      ['by the model, warm', ...answers.map(({ model_warm_ms }) => ms(model_warm_ms))],
      ['first source, cold', ...sizes.map(({ items }) => sourcesOf(visits, items, 'cold'))],
      ['first source, warm', ...sizes.map(({ items }) => sourcesOf(visits, items, 'warm'))],
    ],
  );
  const late = visits.filter(({ keptAtOnce }) => !keptAtOnce).length;
  if (late > 0) console.log(`\n  In ${late} of ${visits.length} visits the first page did not keep the model.`);

  console.log("\nThe page's thread: tasks of 50 ms and more, and track(); ms\n");
  const usual = longTasksOf(visits);
  const tasks = (found: readonly number[], loads: number) =>
    `${found.length} in ${loads} loads${found.length > 0 ? `, the longest ${ms(Math.max(...found))}` : ''}`;
  const cost = (of: TrackCost) =>
    [of.trackMedianMs, of.track_p99_ms, of.trackLongestMs, of.barePostP99Ms, of.sumsP99Ms].map(ms);
  printTable(
    ['', 'long tasks', 'track() median', '99th percentile', 'longest', 'of a bare message', 'of 0.1 ms of sums'],
    [
      ['as it is', tasks(usual, 2 * visits.length), ...cost(track)],
      ['4 x slower', tasks(longTasks.withSdk, pageLoads), ...cost(slowTrack)],
      ['  an empty script', tasks(longTasks.without, pageLoads), '', '', '', '', ''],
    ],
  );
  console.log('\nThe worker once everything is there; MB (10^6), of them in array buffers and WebAssembly memories\n');
  const held = (of: (memory: WorkerMemory) => Held) =>
    memory.map((each) => `${totalMb(of(each))} (${ms(of(each).buffersMb)})`);
  printTable(
    ['', ...memory.map(({ items }) => `${items.toLocaleString('en')} items`)],
    [
      ['model, catalogue, TensorFlow.js', ...held(({ withEncoder }) => withEncoder)],
      ['model, catalogue, encoder without TensorFlow.js', ...held(({ light }) => light)],
      ['model and catalogue', ...held(({ withoutEncoder }) => withoutEncoder)],
      ['model', ...held(({ modelOnly }) => modelOnly)],
    ],
  );
}

/** Which sources the first answers came from, the most frequent first. */
function sourcesOf(visits: readonly Visit[], items: number, page: 'cold' | 'warm'): string {
  const counts = new Map<string, number>();
  for (const visit of visits.filter((each) => each.items === items))
    counts.set(visit[page].firstSource, (counts.get(visit[page].firstSource) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([source, count]) => `${source} ${count}`)
    .join(', ');
}
