import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSegments } from '@edgecart/collector/segment-log';
import { Collector, type Flags } from './collector.ts';
import type { Fault } from './fault.ts';
import type { Findings } from './findings.ts';
import type { Ledger, Place } from './ledger.ts';
import { Load } from './load.ts';
import type { NumberedRecords } from './records.ts';

export interface SceneParts {
  records: NumberedRecords;
  ledger: Ledger;
  /** What stands in the logs, to be filled. */
  log: Place;
  findings: Findings;
  random: () => number;
  short: boolean;
  clients: number;
}

export interface SceneResult {
  name: string;
  kills: number;
  faults: number;
  acknowledged: number;
  peakRssMb: number;
  slowestMs: number;
  seconds: number;
}

/** Small and short-lived segments, so that kills meet them in every state; the ids of the newest 100,000 are enough. */
const usualFlags: Flags = {
  'segment-bytes': 128 * 1_024,
  'seal-age-ms': 500,
  'max-seal-age-ms': 1_000,
  'max-recent-ids': 100_000,
  live: 'off',
};

/** In which a client must be answered or let go, beside what a killed collector's start takes. */
const answerLimitMs = 20_000;

/** Plays one fault: a collector in a new folder, clients, the fault, a last good moment, and what the log then holds. */
export async function playScene(fault: Fault, parts: SceneParts): Promise<SceneResult> {
  const { records, ledger, findings, random, short } = parts;
  const startMs = performance.now();
  const before = ledger.acknowledged;
  const folder = await mkdtemp(join(tmpdir(), 'edgecart-faults-'));
  const data = join(folder, 'data');
  await mkdir(data);
  const prepared = await fault.prepare?.(data);
  const settings = prepared?.settings ?? {};
  const collector = new Collector({ data, flags: { ...usualFlags, ...fault.flags }, settings }, findings);
  const watching = setInterval(() => collector.peakRssMb, 100);
  try {
    collector.start();
    await collector.listening();
    const url = () => collector.url();
    const load = new Load(parts.clients, { url, records, ledger, findings, random, limitMs: () => answerLimitMs });
    let faults = 0;
    try {
      faults = await fault.run({ collector, load, findings, random, short });
    } catch (error) {
      findings.add('a fault was not survived', error instanceof Error ? error.message : String(error));
    }
    await load.finish();
    await collector.stop();
    for await (const record of readSegments(join(data, 'log'))) parts.log.hold(record);
    const acknowledged = ledger.acknowledged - before;
    const { kills, peakRssMb } = collector;
    const seconds = (performance.now() - startMs) / 1_000;
    return { name: fault.name, kills, faults, acknowledged, peakRssMb, slowestMs: load.slowestMs, seconds };
  } finally {
    clearInterval(watching);
    await collector.abandon();
    await prepared?.undo();
    await rm(folder, { recursive: true, force: true });
  }
}
