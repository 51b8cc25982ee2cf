/**
 * `npm run bench:faults [-- --short] [--no-kafka] [--seed N] [--only name]`: does to a collector, under load, what happens
 * to it in production, and compares what its clients were told with what stands in its log and in Kafka. The last line is
 * for machines (keys in bench/README.md). Exits with 1 when a promise was not kept.
 */
import { readExtent } from './faults/extent.ts';
import { play } from './faults/play.ts';
import { isKept, lastLine, printReport } from './faults/report.ts';

const startMs = performance.now();
const say = (what: string) =>
  console.log(`[${((performance.now() - startMs) / 1_000).toFixed(0).padStart(4)} s] ${what}`);

const extent = readExtent(process.argv.slice(2));
if (extent === undefined) {
  console.error('edgecart: usage: npm run bench:faults [-- --short] [--no-kafka] [--seed N] [--only name]');
  process.exit(2);
}
// Whatever was started or mounted is undone on exit, and only then.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const run = await play(extent, say);
printReport(run);
console.log(JSON.stringify(lastLine(run)));
process.exitCode = isKept(run) ? 0 : 1;
