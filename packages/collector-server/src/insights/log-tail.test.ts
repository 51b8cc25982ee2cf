import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Analysis, allCells, Insights } from '@edgecart/insights';
import type { AnonymousRecord } from '@edgecart/protocol';
import { expect, test, vi } from 'vitest';
import { collectorHere, post } from '../testing/collector-here.ts';
import { eventually } from '../testing/eventually.ts';
import { countRecord, pathRecord } from '../testing/records.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { LogTail } from './log-tail.ts';

/** Processes start and end in it, which a busy machine is slow at. */
vi.setConfig({ testTimeout: 120_000 });

const records = (count: number): AnonymousRecord[] =>
  Array.from({ length: count }, (_, index) =>
    index % 5 === 4
      ? pathRecord({ items: [`item-${index % 3}`, `item-${3 + (index % 4)}`] }, Date.now())
      : countRecord({ item: `item-${index % 7}` }, Date.now()),
  );

/** Seals all the time: each segment changes its name and its order while it is read. */
const restless = { minBatches: 0, sealAgeMs: 15, maxSealAgeMs: 15, maxRecentIds: 100_000 };

const send = async (collector: { url: string }, batch: AnonymousRecord[]) => {
  expect((await post(collector, JSON.stringify({ records: batch }))).status).toBe(200);
};

function cellsOf(all: readonly AnonymousRecord[], hour: number): [string, number][] {
  const analysis = new Analysis();
  for (const record of all) analysis.take(Buffer.from(JSON.stringify(record)), 'log', undefined, Date.now());
  return [...allCells(analysis.state, hour)].sort();
}

test('each record is taken once, while segments are written, sealed and the reader begins anew', async () => {
  const collector = await collectorHere({ ...restless, workers: 2 });
  const taken = new Map<string, number>();
  let positions: unknown = null;
  let stopped = false;
  const reading = (async () => {
    while (!stopped) {
      // Each time as after a restart: from the positions alone, written down and read again.
      const tail = new LogTail(collector.logFolder, 'default', positions);
      await tail.poll(
        (payload) => {
          const { id } = JSON.parse(payload.toString()) as AnonymousRecord;
          taken.set(id, (taken.get(id) ?? 0) + 1);
        },
        () => {},
      );
      positions = JSON.parse(JSON.stringify(tail.positions()));
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  const sent: AnonymousRecord[] = [];
  for (let batch = 0; batch < 25; batch += 1) {
    const some = records(40);
    sent.push(...some);
    await send(collector, some);
  }
  await eventually(() => taken.size).toBe(sent.length);
  stopped = true;
  await reading;
  expect([...taken.values()].filter((times) => times !== 1)).toEqual([]);
});

test('however often it is killed while it reads, no cell differs', async () => {
  const collector = await collectorHere(restless);
  const state = join(await temporaryFolder(), 'insights');
  const program = fileURLToPath(new URL('../testing/insights-process.ts', import.meta.url));
  const sent: AnonymousRecord[] = [];
  let sending = true;
  const sender = (async () => {
    while (sending) {
      const some = records(50);
      sent.push(...some);
      await send(collector, some);
      // Not as fast as it goes: on a busy machine the reader takes long to start, and would find ever more.
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  })();
  try {
    for (let kill = 0; kill < 4; kill += 1) {
      const child = spawn(
        process.execPath,
        ['--conditions=@edgecart/source', '--disable-warning=ExperimentalWarning', program, collector.logFolder, state],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      let taken = 0;
      child.stdout.on('data', (chunk: Buffer) => {
        taken = Number(chunk.toString().trim().split('\n').at(-1));
      });
      await eventually(() => taken).toBeGreaterThan(100 + kill * 57);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  } finally {
    sending = false;
    await sender;
  }
  const restarted = process.cpuUsage();
  const insights = new Insights({ folder: state, source: (from) => new LogTail(collector.logFolder, 'default', from) });
  const hour = Math.floor(Date.now() / 3_600_000);
  await insights.poll();
  const { user, system } = process.cpuUsage(restarted);
  expect((user + system) / 1e6).toBeLessThan(5);
  expect(insights.taken).toBeLessThan(sent.length);
  await eventually(async () => {
    await insights.poll();
    return [...insights.cells(hour)].sort();
  }).toEqual(cellsOf(sent, hour));
});
