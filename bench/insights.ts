/**
 * `npm run bench:insights [-- --records 1000000] [--rounds 3] [--clicks 40]
 * [--engines insights,flink,samza] [--quick]`: how many records a second each engine
 * analyses, whether all make the same cells of the golden stream, and how long a click takes to the dashboard. The last
 * line is for machines (keys in bench/README.md). Exits with 1 when a cell differs.
 */
import { parseArgs } from 'node:util';
import { demoInput, goldenCells, goldenStream } from '@edgecart/insights/golden';
import { benchStream } from './insights/bench-stream.ts';
import { clickToDashboard } from './insights/click-to-dashboard.ts';
import type { EngineSpeed } from './insights/engine-runner.ts';
import { engines } from './insights/engines.ts';
import { differences } from './insights/same-cells.ts';
import { printTable } from './print-table.ts';

const { values } = parseArgs({
  options: {
    records: { type: 'string' },
    rounds: { type: 'string' },
    clicks: { type: 'string' },
    engines: { type: 'string', default: engines.map(({ name }) => name).join() },
    quick: { type: 'boolean', default: false },
  },
});
const atLeastOne = (text: string | undefined, otherwise: number, name: string): number => {
  const value = Number(text ?? otherwise);
  if (Number.isInteger(value) && value >= 0) return value;
  console.error(`--${name} must be a whole number, not ${text}`);
  process.exit(2);
};
const records = atLeastOne(values.records, values.quick ? 200_000 : 1_000_000, 'records');
const rounds = atLeastOne(values.rounds, values.quick ? 1 : 3, 'rounds');
const clicks = atLeastOne(values.clicks, values.quick ? 10 : 40, 'clicks');

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
const whole = (value: number): string => Math.round(value).toLocaleString('en');

const wanted = values.engines.split(',');
const golden = goldenStream(demoInput());
const expected = goldenCells(golden);
const stream = benchStream(records);
const speeds = new Map<string, EngineSpeed[]>();
const wrong = new Map<string, number>();
const missing = new Map<string, string>();

for (const engine of engines) {
  const reason = wanted.includes(engine.name) ? await engine.missing() : '--engines does not name it';
  if (reason !== undefined) {
    missing.set(engine.name, reason);
    console.log(`${engine.name} is left out: ${reason}`);
    continue;
  }
  console.log(`${engine.name}: the golden stream of ${whole(golden.messages.length)} messages ...`);
  const computed = [...expected].filter(([key]) => engine.computes?.(key.slice(0, key.indexOf('|'))) ?? true);
  const found = differences(new Map(computed), await engine.goldenCells(golden));
  wrong.set(engine.name, found.length);
  for (const { key, expected: ours, found: theirs } of found.slice(0, 10)) {
    console.log(`  ${key} is ${theirs ?? 'missing'}, not ${ours ?? 'missing'}`);
  }
}
for (let round = 1; round <= rounds; round += 1) {
  for (const engine of engines) {
    if (missing.has(engine.name)) continue;
    console.log(`${engine.name}: ${whole(records)} records, round ${round} of ${rounds} ...`);
    speeds.set(engine.name, [...(speeds.get(engine.name) ?? []), await engine.measure(stream)]);
  }
}
const delay = clicks > 0 ? await clickToDashboard(clicks) : undefined;

const speedOf = (name: string, key: keyof EngineSpeed): number | null =>
  speeds.has(name) ? Math.round(median((speeds.get(name) ?? []).map((speed) => speed[key] ?? speed.eventsPerS))) : null;
const columns = ['eventsPerS', 'laterEventsPerS', 'compiledEventsPerS', 'wallEventsPerS'] as const;
console.log('\nRecords a second with state on disk, medians; golden: cells that differ\n');
printTable(
  ['engine', 'by second of CPU', 'second half', 'without compiling', 'on the clock', 'golden'],
  engines.map(({ name }) => [
    name,
    ...columns.map((column) => speedOf(name, column)?.toLocaleString('en') ?? '–'),
    missing.has(name) ? 'left out' : String(wrong.get(name) ?? 0),
  ]),
);
if (delay)
  console.log(`\nFrom a click to the dashboard: median ${delay.p50Ms} ms, 95th percentile ${delay.p95Ms} ms\n`);

const differ = [...wrong.values()].some((count) => count > 0);
const byEngine = (column: keyof EngineSpeed) =>
  Object.fromEntries(engines.map(({ name }) => [name, speedOf(name, column)]));
console.log(
  JSON.stringify({
    events_per_s: byEngine('eventsPerS'),
    later_events_per_s: byEngine('laterEventsPerS'),
    compiled_events_per_s: byEngine('compiledEventsPerS'),
    wall_events_per_s: byEngine('wallEventsPerS'),
    golden_equal: !differ,
    records,
    click_to_dashboard_p50_ms: delay?.p50Ms ?? null,
    click_to_dashboard_p95_ms: delay?.p95Ms ?? null,
  }),
);
process.exitCode = differ ? 1 : 0;
