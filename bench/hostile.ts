/**
 * `npm run bench:hostile [-- --short] [--requests N] [--seed N]`: a million requests that nobody means well, against the
 * collector as its users start it. The last line is for machines (keys in bench/README.md). Exits with 1 when it took
 * rubbish, lost or doubled a record, held on to anything, or showed its inside.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSegments } from '@edgecart/collector/segment-log';
import { Collector } from './faults/collector.ts';
import { Findings } from './faults/findings.ts';
import { Account } from './hostile/account.ts';
import { attack } from './hostile/attack.ts';
import { countDescriptors } from './hostile/descriptors.ts';
import { type Extent, readExtent } from './hostile/extent.ts';
import { goodBatch } from './hostile/families/batches.ts';
import { Judge } from './hostile/judge.ts';
import { Lane } from './hostile/lane.ts';
import { isKept, lastLine, printReport, type Run } from './hostile/report.ts';
import { seededRandom } from './load/random.ts';
import { until } from './load/until.ts';

const startMs = performance.now();
const seconds = () => (performance.now() - startMs) / 1_000;
const say = (what: string) => console.log(`[${seconds().toFixed(0).padStart(4)} s] ${what}`);

const requestTimeoutMs = 3_000;

async function play({ requests, seed }: Extent): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'edgecart-hostile-'));
  const findings = new Findings();
  const account = new Account();
  const judge = new Judge(account, findings);
  const nowMs = Date.now();
  const chance = { random: seededRandom(seed), nowMs, newId: () => account.newId() };
  const flags = {
    'request-timeout-ms': requestTimeoutMs,
    'segment-bytes': 8 * 1_024 * 1_024,
    'seal-age-ms': 2_000,
    'rate-limit-per-minute': 0,
  };
  const collector = new Collector({ data: folder, flags }, findings);
  const watching = setInterval(() => collector.peakRssMb, 250);
  try {
    collector.start();
    const port = Number(new URL(await collector.listening()).port);
    const serves = async () => {
      const lane = new Lane({ port, account, judge, findings, limitMs: 10_000 });
      await lane.send([goodBatch(chance)]);
      lane.close();
    };
    await serves();
    const before = countDescriptors(collector.pid) ?? 0;
    let shown = 0;
    const onProgress = (done: number) => {
      if (done < shown + requests / 10) return;
      shown = done;
      say(`${done.toLocaleString('en')} requests, ${collector.peakRssMb.toFixed(0)} MB`);
    };
    const sent = await attack({ port, requests, chance, account, judge, findings, requestTimeoutMs, onProgress });
    await serves();
    const descriptors = () => countDescriptors(collector.pid) ?? 0;
    await until('the descriptors are let go', () => descriptors() <= before, { limitMs: 30_000, everyMs: 100 }).catch(
      (error) => findings.add(String(error)),
    );
    const after = descriptors();
    await collector.stop();
    say('Comparing the log with what was answered ...');
    const result = await account.compare(
      readSegments(join(folder, 'log'), { onDamage: ({ reason }) => findings.add(`the log is damaged: ${reason}`) }),
      nowMs,
      (kind, example) => findings.add(kind, example),
    );
    return {
      requests: sent,
      seconds: seconds(),
      seed,
      account: result,
      maxRssMb: collector.peakRssMb,
      descriptors: { before, after },
      statuses: judge.statuses,
      findings: findings.lines(),
    };
  } finally {
    clearInterval(watching);
    await collector.abandon();
    await rm(folder, { recursive: true, force: true });
  }
}

const extent = readExtent(process.argv.slice(2));
if (extent === undefined) {
  console.error('edgecart: usage: npm run bench:hostile [-- --short] [--requests N] [--seed N]');
  process.exit(2);
}
const run = await play(extent);
printReport(run);
console.log(JSON.stringify(lastLine(run)));
process.exitCode = isKept(run) ? 0 : 1;
