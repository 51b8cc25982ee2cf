import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnalysisDeadLetter } from '@edgecart/protocol/analysis';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineTopics, samzaComputes } from '../engine-topics.ts';
import {
  flinkFolder,
  followCells,
  type Ground,
  type RunningFlink,
  samzaFolder,
  startFlink,
  startGround,
  startSamza,
  submitFlink,
} from '../engines.ts';
import { newestCheckpoint } from '../flink/newest-checkpoint.ts';
import { missingForEngines } from '../install/programs.ts';
import type { JavaProcess } from '../process/java-process.ts';
import { until } from '../process/until.ts';
import { compareCells } from './compare-cells.ts';
import type { CellReader } from './read-cells.ts';
import { readCommitted } from './read-committed.ts';
import { sendMessages } from './send-messages.ts';

const missing = missingForEngines();
/** Half an hour: what takes two minutes alone on two cores takes ten beside other work. */
const patienceMs = 1_800_000;

describe.skipIf(missing !== undefined)(`the golden stream${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'edgecart-golden-'));
  let ground: Ground;
  let flink: RunningFlink | undefined;
  let samza: JavaProcess | undefined;
  const readers: CellReader[] = [];

  beforeAll(async () => {
    ground = await startGround(folder);
  }, patienceMs);
  afterAll(async () => {
    for (const reader of readers) await reader.close();
    await Promise.all([flink?.cluster.close(), samza?.kill()]);
    await ground?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const follow = async (topic: string) => {
    const reader = await followCells(ground, topic);
    readers.push(reader);
    return reader;
  };

  const sendThird = (third: 0 | 1 | 2) => {
    const { messages } = ground.golden;
    const end = (part: number) => Math.round((messages.length * part) / 3);
    return sendMessages(ground.connection, messages.slice(end(third), end(third + 1)));
  };

  /** The processes that work now. */
  const workers = () => [...(flink?.cluster.processes ?? []), ...(samza ? [samza] : [])];

  /** Call it before what brings the cells, and what it returns when they are waited for. */
  const moreCells = (reader: CellReader, engine: string) => {
    const before = reader.cells.size;
    const more = () => (reader.cells.size > before ? true : undefined);
    return () => until(`More cells of ${engine}`, more, { timeoutMs: 300_000, workers: workers() });
  };

  const whenEqual = async (reader: CellReader, computes?: (kind: string) => boolean) => {
    const compare = () => compareCells(ground.golden.cells, reader.cells, computes);
    const equal = () => (compare().equal ? compare() : undefined);
    try {
      return await until('The golden cells', equal, { timeoutMs: 300_000, workers: workers() });
    } catch (cause) {
      throw new Error(`The cells differ: ${compare().differences.join('; ')}`, { cause });
    }
  };

  test(
    'gives the same cells on insights, Flink and Samza, cell by cell, though both engines are killed twice',
    async () => {
      const [flinkCells, samzaCells] = [await follow(engineTopics.flinkCells), await follow(engineTopics.samzaCells)];
      samza = startSamza(ground);
      flink = await startFlink(ground);
      const { cluster, job } = flink;

      const first = [moreCells(flinkCells, 'Flink'), moreCells(samzaCells, 'Samza')];
      await sendThird(0);
      await Promise.all(first.map((come) => come()));
      // Any will do, also one without cells: both are killed in the middle of their work, not when it is safe.
      const checkpoint = async () => ((await cluster.rest.checkpoints(job)) > 0 ? true : undefined);
      await until('A checkpoint', checkpoint, { workers: workers() });

      // The machines that do the work die, and come back with their disks.
      await Promise.all([cluster.killTaskManager(), samza.kill()]);
      const second = [moreCells(flinkCells, 'Flink'), moreCells(samzaCells, 'Samza')];
      await sendThird(1);
      cluster.startTaskManager();
      samza = startSamza(ground);
      await Promise.all(second.map((come) => come()));

      // All of Flink dies, and its new cluster knows nothing but the checkpoints; Samza loses its disk.
      await Promise.all([cluster.killJobManager(), cluster.killTaskManager(), samza.kill()]);
      rmSync(join(samzaFolder(ground), 'state'), { recursive: true });
      await sendThird(2);
      samza = startSamza(ground);
      cluster.startJobManager();
      cluster.startTaskManager();
      await cluster.ready();
      const newest = newestCheckpoint(flinkFolder(ground));
      expect(newest).toBeDefined();
      await submitFlink(ground, cluster, newest);

      expect(await whenEqual(flinkCells)).toMatchObject({ equal: true, differences: [] });
      expect(await whenEqual(samzaCells, samzaComputes)).toMatchObject({ equal: true, differences: [] });
    },
    patienceMs,
  );

  test(
    'stands clean in its topics once, and what was kept out once in the dead letters, in spite of it',
    async () => {
      const { cells, messages } = ground.golden;
      const droppedCells = [...cells].filter(([key]) => key.startsWith('dropped|'));
      const dropped = droppedCells.reduce((sum, [, count]) => sum + count, 0);
      const counts = [...cells].filter(([key]) => key.startsWith('funnel|')).reduce((sum, [, count]) => sum + count, 0);
      const paths = messages.length - dropped - counts;
      const [letters = [], cleanCounts = [], cleanPaths = []] = await readCommitted(ground.connection, [
        { topic: engineTopics.deadLetters, wanted: dropped },
        { topic: engineTopics.cleanCounts, wanted: counts },
        { topic: engineTopics.cleanPaths, wanted: paths },
      ]);
      for (const letter of letters) expect(Value.Check(AnalysisDeadLetter, JSON.parse(letter)), letter).toBe(true);
      const byReason = new Map<string, number>();
      for (const letter of letters) {
        const { reason } = Value.Parse(AnalysisDeadLetter, JSON.parse(letter));
        byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
      }
      const wanted = new Map<string, number>();
      for (const [key, count] of droppedCells) {
        const reason = key.split('|')[1] ?? '';
        wanted.set(reason, (wanted.get(reason) ?? 0) + count);
      }
      expect(byReason).toEqual(wanted);

      const clean = [...cleanCounts, ...cleanPaths];
      const came = new Set(messages.map(({ value }) => value.toString()));
      expect(clean.filter((value) => !came.has(value))).toEqual([]);
      expect([clean.length, new Set(clean).size]).toEqual([counts + paths, counts + paths]);
    },
    patienceMs,
  );
});
