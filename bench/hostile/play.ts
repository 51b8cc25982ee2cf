import { join } from 'node:path';
import { readPayloads, readSegments } from '@edgecart/collector/segment-log';
import { Collector } from '../faults/collector.ts';
import { Findings } from '../faults/findings.ts';
import { seededRandom } from '../load/random.ts';
import { temporaryFolder } from '../load/temporary-folder.ts';
import { until } from '../load/until.ts';
import { Account } from './account.ts';
import { attack } from './attack.ts';
import { countDescriptors } from './descriptors.ts';
import type { Extent } from './extent.ts';
import { goodBatch } from './families/batches.ts';
import type { Chance } from './families/records.ts';
import { Judge } from './judge.ts';
import { Lane } from './lane.ts';
import type { Run } from './report.ts';

const requestTimeoutMs = 3_000;

/** Segments come and go while it is attacked, and nobody is told to come back later. */
const flags = {
  'request-timeout-ms': requestTimeoutMs,
  'segment-bytes': 8 * 1_024 * 1_024,
  'seal-age-ms': 2_000,
  'rate-limit-per-minute': 0,
};

/**
 * Of the heap a fraction is alive. Without a limit Node.js lets the rest grow as long as there is memory, so that a leak
 * could hide; with this one it would end the process.
 */
const nodeArgs = ['--max-old-space-size=160'];

interface Target {
  collector: Collector;
  port: number;
  chance: Chance;
  account: Account;
  judge: Judge;
  findings: Findings;
}

/** Attacks a collector of its own and compares, when it has stopped, its log with what it answered. */
export async function play({ requests, seed }: Extent, say: (what: string) => void): Promise<Run> {
  const startMs = performance.now();
  const folder = await temporaryFolder('hostile');
  const findings = new Findings();
  const account = new Account();
  const judge = new Judge(account, findings);
  const nowMs = Date.now();
  const chance = { random: seededRandom(seed), nowMs, newId: () => account.newId() };
  const collector = new Collector({ data: folder.path, flags, settings: { nodeArgs } }, findings);
  const watching = setInterval(() => collector.peakRssMb, 250);
  try {
    collector.start();
    const port = Number(new URL(await collector.listening()).port);
    const target = { collector, port, chance, account, judge, findings };
    await serves(target);
    const before = countDescriptors(collector.pid);
    const sent = await attack({
      ...target,
      requests,
      requestTimeoutMs,
      onProgress: progress(requests, collector, say),
    });
    await serves(target);
    const after = await descriptorsAfter(target, before);
    await collector.stop();
    say('Comparing the log with what was answered ...');
    const log = join(folder.path, 'log');
    const onDamage = ({ reason }: { reason: string }) => findings.add(`the log is damaged: ${reason}`);
    const onExample = (kind: string, example: string) => findings.add(kind, example);
    const result = await account.compare(readSegments(log, { onDamage }), nowMs, onExample);
    await checkDeadLetters(join(log, 'default', 'dead-letters-0'), findings);
    return {
      requests: sent,
      seconds: (performance.now() - startMs) / 1_000,
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
    await folder.remove();
  }
}

/** A good batch is taken: judged as all the others are. */
async function serves({ port, chance, account, judge, findings }: Target): Promise<void> {
  const lane = new Lane({ port, account, judge, findings, limitMs: 10_000 });
  await lane.send([goodBatch(chance)]);
  lane.close();
}

function progress(requests: number, collector: Collector, say: (what: string) => void): (done: number) => void {
  let shown = 0;
  return (done) => {
    if (done < shown + requests / 10) return;
    shown = done;
    say(`${done.toLocaleString('en')} requests, ${collector.peakRssMb.toFixed(0)} MB at most`);
  };
}

/** Waits until it has let go what the attack made it open. */
async function descriptorsAfter({ collector, findings }: Target, before: number): Promise<number> {
  const letGo = () => countDescriptors(collector.pid) <= before;
  await until('the file descriptors are let go', letGo, { limitMs: 30_000, everyMs: 100 }).catch((error: unknown) =>
    findings.add(String(error)),
  );
  return countDescriptors(collector.pid);
}

/** What was wrong with records is said in the schema's words, of which there are few; senders' own would be many. */
const mostDifferentLetters = 200;

async function checkDeadLetters(folder: string, findings: Findings): Promise<void> {
  const different = new Set<string>();
  for await (const { payload } of readPayloads(folder)) {
    const { id: _, hour: __, count: ___, ...said }: Record<string, unknown> = JSON.parse(payload.toString());
    different.add(JSON.stringify(said));
  }
  findings.expect(
    different.size > 0 && different.size <= mostDifferentLetters,
    `dead letters say ${different.size} different things`,
    () => [...different].slice(-3).join('\n'),
  );
}
