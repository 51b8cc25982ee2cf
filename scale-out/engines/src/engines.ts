import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Connection, startKafka } from '@edgecart/kafka-broker';
import { createEngineTopics, engineTopics } from './engine-topics.ts';
import { FlinkCluster } from './flink/flink-cluster.ts';
import { type Golden, makeGolden } from './golden/golden.ts';
import { CellReader } from './golden/read-cells.ts';
import { ensurePrograms, type Programs } from './install/programs.ts';
import type { JavaProcess } from './process/java-process.ts';
import { startSamzaJob } from './samza/samza-job.ts';

/** A broker with the engines' topics, and what both engines are told of the golden stream. */
export interface Ground {
  programs: Programs;
  connection: Connection;
  golden: Golden;
  folder: string;
  /** Told to a job, whichever engine runs it. */
  jobArguments(cells: string): string[];
  close(): Promise<void>;
}

/** Starts a broker, makes the topics, and the golden stream, which is not yet sent. */
export async function startGround(folder: string, partitions = 4): Promise<Ground> {
  const programs = await ensurePrograms();
  const kafka = await startKafka();
  try {
    await createEngineTopics(kafka.connection, partitions);
    const golden = makeGolden(engineTopics);
    mkdirSync(folder, { recursive: true });
    const catalogue = join(folder, 'catalogue.json');
    writeFileSync(catalogue, JSON.stringify(golden.catalogue));
    const told = ['--bootstrap', kafka.bootstrap.join(','), '--trending-hour', golden.trendingHour];
    return {
      ...{ programs, golden, folder, connection: kafka.connection, close: kafka.close },
      jobArguments: (cells) => [...told, '--catalogue', catalogue, '--topic.cells', cells],
    };
  } catch (error) {
    await kafka.close();
    throw error;
  }
}

/** A cell reader that follows already. */
export async function followCells(ground: Ground, topic: string): Promise<CellReader> {
  const reader = new CellReader(ground.connection, topic);
  await reader.start();
  return reader;
}

/** The folder of Flink's cluster. */
export const flinkFolder = (ground: Ground): string => join(ground.folder, 'flink');

/** The folder of Samza's job. */
export const samzaFolder = (ground: Ground): string => join(ground.folder, 'samza');

/** Flink's cluster with the job on it. */
export interface RunningFlink {
  cluster: FlinkCluster;
  job: string;
}

export async function startFlink(ground: Ground, options: { checkpointSeconds?: number } = {}): Promise<RunningFlink> {
  const cluster = await FlinkCluster.start({ programs: ground.programs, folder: flinkFolder(ground), ...options });
  try {
    const job = await submitFlink(ground, cluster);
    return { cluster, job };
  } catch (error) {
    await cluster.close();
    throw error;
  }
}

/** Starts the job, from a checkpoint where one is named, and resolves when all its tasks run. */
export async function submitFlink(ground: Ground, cluster: FlinkCluster, checkpoint?: string): Promise<string> {
  const told = ground.jobArguments(engineTopics.flinkCells);
  const job = await cluster.rest.run(ground.programs.flinkJob, told, checkpoint);
  await cluster.rest.whenRunning(job);
  return job;
}

export const startSamza = (ground: Ground): JavaProcess =>
  startSamzaJob({
    programs: ground.programs,
    folder: samzaFolder(ground),
    arguments: ground.jobArguments(engineTopics.samzaCells),
  });
