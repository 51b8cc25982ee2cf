import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CellReader,
  engineTopics,
  followCells,
  type Ground,
  measure,
  missingForEngines,
  type OutgoingMessage,
  samzaComputes,
  sendMessages,
  startFlink,
  startGround,
  startSamza,
} from '@edgecart/engines';
import type { BenchStream, EngineRunner } from './engine-runner.ts';

/** An engine's processes on a ground, and their end. */
interface Started {
  pids: number[];
  close: () => Promise<void>;
}

/** Longer than an engine needs between two commits: what nothing follows for that long is complete. */
const quietMs = 15_000;

function* messagesOf(stream: BenchStream): Generator<OutgoingMessage> {
  for (const { topic, key, value, timestamp } of stream.payloads())
    yield { topic: engineTopics[topic], key: Buffer.from(key), value, timestamp: BigInt(timestamp) };
}

/** An engine that reads the topics of a broker of its own. */
function kafkaRunner(
  name: 'flink' | 'samza',
  cells: string,
  start: (ground: Ground) => Promise<Started>,
  computes: (kind: string) => boolean,
): EngineRunner {
  const run = async <Result>(work: (ground: Ground, pids: number[], reader: CellReader) => Promise<Result>) => {
    const folder = await mkdtemp(join(tmpdir(), `edgecart-${name}-bench-`));
    const ground = await startGround(folder);
    const reader = await followCells(ground, cells);
    let engine: Started | undefined;
    try {
      engine = await start(ground);
      return await work(ground, engine.pids, reader);
    } finally {
      await reader.close();
      await engine?.close();
      await ground.close();
      await rm(folder, { recursive: true, force: true });
    }
  };
  return {
    name,
    computes,
    missing: async () => missingForEngines(),
    measure: (stream) => run((ground, pids, reader) => measure(ground, pids, reader, messagesOf(stream), stream.count)),
    goldenCells: () =>
      run(async (ground, _pids, reader) => {
        await sendMessages(ground.connection, ground.golden.messages);
        await reader.quietAfterFirst(quietMs);
        return reader.cells;
      }),
  };
}

export const flinkRunner = kafkaRunner(
  'flink',
  engineTopics.flinkCells,
  async (ground) => {
    // As the README of the job asks for.
    const { cluster } = await startFlink(ground, { checkpointSeconds: 10 });
    return {
      pids: cluster.processes.flatMap(({ pid }) => (pid === undefined ? [] : [pid])),
      close: () => cluster.close(),
    };
  },
  () => true,
);

export const samzaRunner = kafkaRunner(
  'samza',
  engineTopics.samzaCells,
  async (ground) => {
    const job = startSamza(ground);
    if (job.pid === undefined) throw new Error("Samza's job could not be started: is Java there?");
    return { pids: [job.pid], close: () => job.kill() };
  },
  samzaComputes,
);
