import { median } from '../device/quantiles.ts';
import { printTable } from '../print-table.ts';
import type { Compared, VariantRounds } from './compare.ts';
import { recordsPerRequest } from './load/sample-batch.ts';
import type { Round } from './round.ts';
import { type VariantName, variantNames } from './variants.ts';

interface Figures {
  us: number;
  rps: number;
  p50Ms: number;
  p99Ms: number;
  loadUs: number;
}

/** Four digits that count: more would pretend. */
const rounded = (value: number): number => Number(value.toPrecision(4));

function figuresOf({ rounds }: VariantRounds): Figures {
  const of = (figure: (round: Round) => number) => rounded(median(rounds.map(figure)));
  return {
    us: of(({ us }) => us),
    rps: of(({ requestsPerS }) => requestsPerS),
    p50Ms: of(({ p50Ms }) => p50Ms),
    p99Ms: of(({ p99Ms }) => p99Ms),
    loadUs: of(({ loadUs }) => loadUs),
  };
}

const quotient = (a: number | null | undefined, b: number | null | undefined): number | null =>
  typeof a === 'number' && typeof b === 'number' ? rounded(a / b) : null;

/** The figures with the keys that README.md explains; `null` for what could not be measured here. */
export function lastLine({ variants, peerName, othersCores, twoCores }: Compared) {
  const figures = new Map(variants.map((variant) => [variant.name, figuresOf(variant)]));
  const perVariant = (suffix: string, figure: (figures: Figures) => number) =>
    Object.fromEntries(
      variantNames.map((name) => {
        const found = figures.get(name);
        return [`${name}_${suffix}`, found === undefined ? null : figure(found)];
      }),
    );
  const of = (name: VariantName) => figures.get(name);
  return {
    ...perVariant('us', ({ us }) => us),
    peer: peerName,
    ...perVariant('rps', ({ rps }) => rps),
    two_cores_rps: rounded(twoCores.recordsPerS),
    ...perVariant('p50_ms', ({ p50Ms }) => p50Ms),
    ...perVariant('p99_ms', ({ p99Ms }) => p99Ms),
    two_cores_p99_ms: rounded(twoCores.p99Ms),
    log_us_by_raw_us: quotient(of('log')?.us, of('raw')?.us),
    kafka_rps_by_usual_rps: quotient(of('kafka')?.rps, of('usual')?.rps),
    kafka_rps_by_peer_rps: quotient(of('kafka')?.rps, of('peer')?.rps),
    others_cores: Number(othersCores.toFixed(2)),
    failures: failuresOf({ variants, twoCores }).length,
  };
}

/** Everything that went wrong, by where. */
export function failuresOf({ variants, twoCores }: Pick<Compared, 'variants' | 'twoCores'>): string[] {
  return [
    ...variants.flatMap(({ name, rounds }) =>
      rounds.flatMap(({ failures }, round) => failures.map((failure) => `${name}, round ${round + 1}: ${failure}`)),
    ),
    ...twoCores.failures.map((failure) => `two workers: ${failure}`),
  ];
}

const count = (value: number): string => Math.round(value).toLocaleString('en');

/** The same for people, with what the last line leaves out. */
export function printReport(compared: Compared): void {
  const { variants, missing, othersCores, twoCores } = compared;
  const raw = variants.find(({ name }) => name === 'raw');
  const rawUs = raw === undefined ? Number.NaN : figuresOf(raw).us;

  console.log(`\nRequests of ${recordsPerRequest} records; medians of ${raw?.rounds.length ?? 0} rounds\n`);
  printTable(
    ['', 'CPU us/request', 'x raw', 'requests/s', 'records/s', 'p50 ms', 'p99 ms', 'load us', ''],
    variants.map((variant) => {
      const { us, rps, p50Ms, p99Ms, loadUs } = figuresOf(variant);
      const figures = [us.toFixed(1), (us / rawUs).toFixed(2), count(rps), count(rps * recordsPerRequest)];
      return [variant.name, ...figures, p50Ms.toFixed(1), p99Ms.toFixed(1), loadUs.toFixed(1), variant.what];
    }),
  );
  for (const { name, reason } of missing) console.log(`\n  ${name} is missing: ${reason.replace(/\.$/, '')}.`);

  console.log(`\nOthers kept ${othersCores.toFixed(2)} cores busy during the rounds${advice(othersCores)}.`);

  const { cores, drained } = twoCores;
  console.log(
    `\nTwo workers for ${twoCores.seconds.toFixed(0)} s: ${count(twoCores.recordsPerS)} records/s into the log,`,
  );
  console.log(`  p50 ${twoCores.p50Ms.toFixed(1)} ms, p99 ${twoCores.p99Ms.toFixed(1)} ms; busy cores:`);
  console.log(
    `  workers ${cores.workers.toFixed(2)}, broker ${cores.broker?.toFixed(2) ?? 'none'}, load ${cores.load.toFixed(2)}.`,
  );
  if (drained === undefined) console.log('  Nothing was drained into Kafka.');
  else
    console.log(
      `  Kafka had ${(100 * drained.share).toFixed(0)} % when the load ended, and all ${drained.catchUpS.toFixed(1)} s later.`,
    );

  printWanted(compared);
  const failures = failuresOf(compared);
  if (failures.length > 0) console.log(`\nWent wrong:\n${failures.map((failure) => `  ${failure}`).join('\n')}`);
}

const advice = (othersCores: number): string =>
  othersCores < 0.1 ? '' : ': measure again when they rest, or believe the ratios of CPU time only';

function printWanted(compared: Compared): void {
  const line = lastLine(compared);
  const verdict = (value: number | null, met: (value: number) => boolean) =>
    value === null ? 'not measured' : met(value) ? 'yes' : 'NO';
  const row = (what: string, value: number | null, met: (value: number) => boolean) => [
    what,
    value === null ? '-' : String(value),
    verdict(value, met),
  ];
  console.log('\nWanted\n');
  printTable(
    ['', 'is', 'met'],
    [
      row('log_us at most 2.2 x raw_us', line.log_us_by_raw_us, (value) => value <= 2.2),
      row('kafka_rps at least 3 x usual_rps', line.kafka_rps_by_usual_rps, (value) => value >= 3),
      row('kafka_rps more than peer_rps', line.kafka_rps_by_peer_rps, (value) => value > 1),
      row('two workers: 150,000 records/s into the log', line.two_cores_rps, (value) => value >= 150_000),
      row('two workers: p99 below 50 ms', line.two_cores_p99_ms, (value) => value < 50),
    ],
  );
}
