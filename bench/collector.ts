/**
 * `npm run bench:collector [-- --quick | --soak <minutes>]`: what a request costs the collector, beside the least that
 * Node.js can do, the usual service and a public peer. The last line is for machines (keys in bench/README.md).
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { openBroker } from './collector/broker.ts';
import { compare } from './collector/compare.ts';
import { type Comparison, readExtent, type Soak } from './collector/extent.ts';
import { failuresOf, lastLine, printReport } from './collector/report.ts';
import { soak } from './collector/soak.ts';
import { printSoak, soakLastLine } from './collector/soak-report.ts';
import { makeWorkplace } from './collector/workplace.ts';

const startMs = performance.now();
const say = (what: string) =>
  console.log(`[${((performance.now() - startMs) / 1_000).toFixed(0).padStart(4)} s] ${what}`);

type Broker = Awaited<ReturnType<typeof openBroker>>;

async function compareAndPrint(folder: string, broker: Broker, extent: Comparison) {
  const compared = await compare(folder, broker, extent, say);
  printReport(compared);
  return { failures: failuresOf(compared), line: lastLine(compared) };
}

async function soakAndPrint(folder: string, broker: Broker, { minutes }: Soak) {
  const soaked = await soak(folder, broker, minutes, say);
  printSoak(soaked);
  return { failures: soaked.failures, line: soakLastLine(soaked) };
}

async function run(extent: Comparison | Soak): Promise<void> {
  const folder = makeWorkplace();
  say(`Node.js ${process.versions.node} on ${availableParallelism()} cores, shared with whatever else runs here:`);
  console.log('         compare figures of one run with each other; the ratios count.');
  say('Starting Kafka ...');
  const broker = await openBroker(join(folder, 'kafka'));
  if (broker.kind === 'missing') say(`No Kafka: ${broker.reason}`);
  try {
    const { failures, line } = await (extent.kind === 'soak'
      ? soakAndPrint(folder, broker, extent)
      : compareAndPrint(folder, broker, extent));
    say('Done.\n');
    console.log(JSON.stringify(line));
    if (failures.length > 0) process.exitCode = 1;
  } finally {
    if (broker.kind === 'running') await broker.close();
  }
}

const extent = readExtent(process.argv.slice(2));
if (extent === undefined) {
  console.error('edgecart: usage: npm run bench:collector [-- --quick | --soak <minutes>]');
  process.exit(2);
}
await run(extent);
