/**
 * `npm run bench:faults [-- --short] [--seed N] [--only name]`: does to a collector, under load, what happens to it in
 * production, and compares what its clients were told with what it stored. The last line is for machines (keys in
 * bench/README.md). Exits with 1 when a promise was not kept.
 */
import { allFaults } from './faults/all-faults.ts';
import { type Extent, readExtent } from './faults/extent.ts';
import { Findings } from './faults/findings.ts';
import { Ledger } from './faults/ledger.ts';
import { NumberedRecords } from './faults/records.ts';
import { isKept, lastLine, printReport, type Run } from './faults/report.ts';
import { playScene, type SceneResult } from './faults/scene.ts';
import { seededRandom } from './load/random.ts';

const startMs = performance.now();
const say = (what: string) =>
  console.log(`[${((performance.now() - startMs) / 1_000).toFixed(0).padStart(4)} s] ${what}`);

async function play({ short, clients, seed, only }: Extent): Promise<Run> {
  const records = new NumberedRecords(Date.now());
  const ledger = new Ledger(records);
  const log = ledger.place();
  const findings = new Findings();
  const scenes: SceneResult[] = [];
  const skipped: string[] = [];
  for (const fault of allFaults.filter(({ name }) => name.includes(only))) {
    const reason = fault.unavailable?.();
    if (reason !== undefined) {
      skipped.push(`${fault.name}: ${reason}`);
      continue;
    }
    say(`${fault.name} ...`);
    scenes.push(await playScene(fault, { records, ledger, log, findings, random: seededRandom(seed), short, clients }));
  }
  const { acknowledged, refused } = ledger;
  return { scenes, acknowledged, refused, log: log.compare(), skipped, findings: findings.lines() };
}

const extent = readExtent(process.argv.slice(2));
if (extent === undefined) {
  console.error('edgecart: usage: npm run bench:faults [-- --short] [--seed N] [--only name]');
  process.exit(2);
}
const run = await play(extent);
printReport(run);
console.log(JSON.stringify(lastLine(run)));
process.exitCode = isKept(run) ? 0 : 1;
