import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readSegments } from '@edgecart/collector/segment-log';
import { temporaryFolder } from '../load/temporary-folder.ts';
import { Collector, type Flags } from './collector.ts';
import type { Fault, KafkaFault, Scene } from './fault.ts';
import type { Findings } from './findings.ts';
import type { SceneKafka } from './kafka/scene-kafka.ts';
import type { Ledger, Place } from './ledger.ts';
import { Load } from './load.ts';
import type { NumberedRecords } from './records.ts';
import { shops, writeShopsFile } from './shops.ts';

export interface SceneParts {
  /** Where the collector drains to; without it only the log is looked at. */
  kafka: SceneKafka | undefined;
  records: NumberedRecords;
  ledger: Ledger;
  /** What stands in the logs, to be filled. */
  log: Place;
  findings: Findings;
  random: () => number;
  short: boolean;
  say: (what: string) => void;
  clients: number;
}

export interface SceneResult {
  name: string;
  kills: number;
  faults: number;
  acknowledged: number;
  lostInLog: number;
  lostInKafka: number | undefined;
  peakRssMb: number;
  slowestMs: number;
  seconds: number;
}

/** Small and short-lived segments, so that kills meet them in every state; the ids of the newest 100,000 are enough. */
const usualFlags: Flags = {
  'segment-bytes': 128 * 1_024,
  'seal-age-ms': 500,
  'max-seal-age-ms': 1_000,
  // Longer than any clock jumps: what Kafka has is deleted by age, and here it must stand in the log too, to be compared.
  'keep-drained-ms': 366 * 86_400_000,
  'max-recent-ids': 100_000,
  'rate-limit-per-minute': 0,
  workers: 2,
  live: 'off',
};

/** In which a client must be answered or let go, beside what a killed collector's start takes. */
const answerLimitMs = 20_000;

async function run(fault: Fault | KafkaFault, scene: Scene, kafka: SceneKafka | undefined): Promise<number> {
  if (!('brokers' in fault)) return fault.run(scene);
  if (kafka === undefined) throw new Error('a fault of the brokers needs brokers');
  return fault.run({ ...scene, kafka });
}

/** Plays one fault: a collector in a new folder, clients, the fault, a last good moment, and what the log then holds. */
export async function playScene(fault: Fault | KafkaFault, parts: SceneParts): Promise<SceneResult> {
  const folder = await temporaryFolder('faults');
  const data = join(folder.path, 'data');
  await mkdir(data);
  const config = join(folder.path, 'shops.json');
  await writeShopsFile(config);
  const prepared = await fault.prepare?.(data);
  const flags = { config, ...usualFlags, ...parts.kafka?.flags, ...fault.flags };
  const collector = new Collector({ data, flags, settings: prepared?.settings ?? {} }, parts.findings);
  const watching = setInterval(() => collector.peakRssMb, 100);
  try {
    return await perform(fault, collector, parts);
  } finally {
    clearInterval(watching);
    await collector.abandon();
    await prepared?.undo();
    await folder.remove();
  }
}

async function perform(fault: Fault | KafkaFault, collector: Collector, parts: SceneParts): Promise<SceneResult> {
  const { ledger, log, findings, kafka } = parts;
  const { data } = collector.setup;
  const startMs = performance.now();
  const before = ledger.acknowledged;
  const first = ledger.sent;
  collector.start();
  await collector.listening();
  const load = new Load(parts.clients, { ...parts, url: () => collector.url(), limitMs: answerLimitMs });
  const faults = await run(fault, { ...parts, collector, load }, kafka).catch((error: unknown) => {
    findings.add('a fault was not survived', error instanceof Error ? error.message : String(error));
    return 0;
  });
  await kafka?.mend();
  load.resume();
  await load.finish();
  await kafka?.collect(data).catch((error: unknown) => findings.add('the drain did not catch up', String(error)));
  await collector.stop();
  for (const { name } of shops)
    for await (const record of readSegments(join(data, 'log', name))) log.hold(record, name);
  const { kills, peakRssMb } = collector;
  const { slowestMs } = load;
  const acknowledged = ledger.acknowledged - before;
  const seconds = (performance.now() - startMs) / 1_000;
  const lostInLog = ledger.missing([log], first);
  const lostInKafka = kafka && ledger.missing([kafka.place], first);
  return { name: fault.name, kills, faults, acknowledged, lostInLog, lostInKafka, peakRssMb, slowestMs, seconds };
}
