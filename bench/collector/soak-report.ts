import { printTable } from '../print-table.ts';
import { recordsPerRequest } from './load/sample-batch.ts';
import type { Soaked, SoakSample } from './soak.ts';

const rounded = (value: number): number => Number(value.toPrecision(4));

/** What a server warms up in: its memory of seen ids fills, its code is compiled. Slopes are taken of the rest. */
const warmUpShare = 1 / 3;

/** Change per hour of a straight line through the samples: least squares. `NaN` of fewer than two. */
export function slopePerHour(samples: readonly { minute: number; value: number }[]): number {
  const mean = (of: (sample: { minute: number; value: number }) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [meanMinute, meanValue] = [mean(({ minute }) => minute), mean(({ value }) => value)];
  const spread = mean(({ minute }) => (minute - meanMinute) ** 2);
  return (60 * mean(({ minute, value }) => (minute - meanMinute) * (value - meanValue))) / spread;
}

const settled = (samples: readonly SoakSample[]): SoakSample[] =>
  samples.slice(Math.floor(samples.length * warmUpShare));

/** The figures with the keys that README.md explains. */
export function soakLastLine({ samples, requestsPerS, delivered, failures }: Soaked) {
  const rest = settled(samples);
  const rss = samples.map(({ rssMb }) => rssMb);
  const files = samples.map(({ openFiles }) => openFiles);
  return {
    soak_minutes: rounded(samples.at(-1)?.minute ?? 0),
    requests_per_s: rounded(requestsPerS),
    records_per_s: rounded(requestsPerS * recordsPerRequest),
    rss_first_mb: rounded(rss[0] ?? Number.NaN),
    rss_last_mb: rounded(rss.at(-1) ?? Number.NaN),
    rss_max_mb: rounded(Math.max(...rss)),
    rss_slope_mb_per_hour: rounded(slopePerHour(rest.map(({ minute, rssMb }) => ({ minute, value: rssMb })))),
    files_first: files[0] ?? 0,
    files_last: files.at(-1) ?? 0,
    files_max: Math.max(...files),
    p99_ms_worst: Math.max(...samples.map(({ p99Ms }) => p99Ms)),
    in_kafka: delivered ?? null,
    failures: failures.length,
  };
}

/** The same for people: about twenty moments of the soak. */
export function printSoak(soaked: Soaked): void {
  const { samples, failures } = soaked;
  const step = Math.max(1, Math.floor(samples.length / 20));
  console.log('\nWhat the collector held\n');
  printTable(
    ['minute', 'memory MB', 'open files', 'p99 ms'],
    samples
      .filter((_, index) => index % step === 0 || index === samples.length - 1)
      .map(({ minute, rssMb, openFiles, p99Ms }) => [
        minute.toFixed(1),
        rssMb.toFixed(1),
        String(openFiles),
        p99Ms.toFixed(1),
      ]),
  );
  const { rss_slope_mb_per_hour: slope } = soakLastLine(soaked);
  console.log(`\nAfter the first third the memory changed by ${slope} MB an hour.`);
  if (failures.length > 0) console.log(`\nWent wrong:\n${failures.map((failure) => `  ${failure}`).join('\n')}`);
}
