/**
 * `npm run bench:hostile [-- --short] [--requests N] [--seed N]`: a million requests that nobody means well, against the
 * collector as its users start it. The last line is for machines (keys in bench/README.md). Exits with 1 when it took
 * rubbish, lost or doubled a record, held on to anything, or showed its inside.
 *
 * `npm run bench:hostile -- --schemathesis`: schemathesis tries what follows from `/openapi.json` instead.
 */
import { Findings } from './faults/findings.ts';
import { readExtent } from './hostile/extent.ts';
import { play } from './hostile/play.ts';
import { isKept, lastLine, printReport } from './hostile/report.ts';
import { runSchemathesis } from './hostile/schemathesis.ts';

const startMs = performance.now();
const say = (what: string) =>
  console.log(`[${((performance.now() - startMs) / 1_000).toFixed(0).padStart(4)} s] ${what}`);

const extent = readExtent(process.argv.slice(2));
if (extent === undefined) {
  console.error('edgecart: usage: npm run bench:hostile [-- --short] [--requests N] [--seed N] [--schemathesis]');
  process.exit(2);
}
// Whatever was started is ended on exit, and only then.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
if (extent.schemathesis) {
  const findings = new Findings();
  const passes = await runSchemathesis(findings, extent.seed, say);
  for (const line of findings.lines()) console.log(`\nNOT KEPT: ${line}`);
  console.log(JSON.stringify({ passes, findings: findings.lines().length, seed: extent.seed }));
  process.exitCode = findings.lines().length === 0 ? 0 : 1;
} else {
  const run = await play(extent, say);
  printReport(run);
  console.log(JSON.stringify(lastLine(run)));
  process.exitCode = isKept(run) ? 0 : 1;
}
