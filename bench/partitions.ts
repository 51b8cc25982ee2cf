/**
 * `npm run bench:partitions [-- --worker-per-s 5000]`: how far the analysis falls behind over a day, by the load and the
 * partitions: a simulation with the skew of real baskets' items. The last line is for machines (keys in bench/README.md).
 */
import { parseArgs } from 'node:util';
import { demoInput } from '@edgecart/insights/golden';
import { murmur2 } from '@platformatic/kafka';
import { simulateDay } from './partitions/simulate-day.ts';
import { printTable } from './print-table.ts';

const { values } = parseArgs({ options: { 'worker-per-s': { type: 'string', default: '5000' } } });
const workerPerS = Number(values['worker-per-s']);
if (!(workerPerS > 0)) {
  console.error(`--worker-per-s must be a number of records, not ${values['worker-per-s']}`);
  process.exit(2);
}

/** A shop's day: little at night, twice the mean in the evening. */
const hours = [1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 6, 6, 7, 6, 6, 6, 6, 7, 8, 9, 9, 7, 4, 2];
const ofAll = hours.reduce((sum, hour) => sum + hour, 0);
const hourShares = hours.map((hour) => hour / ofAll);
const peakShare = Math.max(...hourShares);

const counts = new Map<string, number>();
for (const item of demoInput().baskets.flat()) counts.set(item, (counts.get(item) ?? 0) + 1);
const total = [...counts.values()].reduce((sum, count) => sum + count, 0);

/** What each partition gets of the counts, keyed by item as Kafka's clients do it. */
function partitionShares(partitions: number): number[] {
  const shares = Array.from({ length: partitions }, () => 0);
  for (const [item, count] of counts) {
    const partition = (murmur2(item) & 0x7fffffff) % partitions;
    shares[partition] = (shares[partition] ?? 0) + count / total;
  }
  return shares;
}

// Load as a multiple of what one worker takes in the busiest hour.
const loads = [0.5, 1, 2, 5, 10];
const forms = [
  { partitions: 6, workers: 1 },
  { partitions: 6, workers: 6 },
  { partitions: 24, workers: 12 },
  { partitions: 96, workers: 12 },
  { partitions: 96, workers: 24 },
];
const results = forms.flatMap(({ partitions, workers }) =>
  loads.map((load) => {
    const records = (load * workerPerS * 3_600) / peakShare;
    const shares = partitionShares(partitions);
    return {
      ...{ load, partitions, workers, peak_per_s: Math.round(load * workerPerS) },
      ...simulateDay({ records, hourShares, partitionShares: shares, workers, workerPerS }),
    };
  }),
);
console.log(
  `\nA day at ${workerPerS.toLocaleString('en')} records a second and worker; load 1 fills one worker at the peak\n`,
);
printTable(
  ['load', 'partitions', 'workers', 'busiest worker', 'most records behind', 'longest delay', 'drained by midnight'],
  results.map(({ load, partitions, workers, skew, worstLag, worstDelayS, drained }) => [
    ...[String(load), String(partitions), String(workers), `${skew.toFixed(2)} x`],
    ...[worstLag.toLocaleString('en'), `${worstDelayS.toLocaleString('en')} s`, drained ? 'yes' : 'no'],
  ]),
);
console.log(JSON.stringify({ worker_per_s: workerPerS, days: results }));
