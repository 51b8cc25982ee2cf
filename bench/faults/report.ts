import { printTable } from '../print-table.ts';
import type { Comparison } from './ledger.ts';
import type { SceneResult } from './scene.ts';

export interface Run {
  scenes: SceneResult[];
  acknowledged: number;
  refused: number;
  log: Comparison;
  /** What the topics hold; without Kafka nothing was compared. */
  kafka: Comparison | undefined;
  /** Acknowledged records that the log or a topic lacks. */
  lost: number;
  skipped: string[];
  findings: string[];
}

/** Beyond this the collector's memory is called unbounded: its usual size is a third of it. */
const mostRssMb = 600;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const peak = (scenes: readonly SceneResult[]): number => Math.round(Math.max(0, ...scenes.map((one) => one.peakRssMb)));

const rubbish = (place: Comparison): number => place.refusedButFound + place.altered + place.foreign + place.strayed;

/** The figures with the keys that README.md explains. */
export function lastLine({ scenes, acknowledged, refused, log, kafka, lost, skipped, findings }: Run) {
  return {
    kills: sum(scenes.map((one) => one.kills)),
    faults: sum(scenes.map((one) => one.faults)),
    acknowledged,
    found: acknowledged - lost,
    lost,
    duplicated: log.repeated,
    refused,
    lost_in_log: log.lost,
    lost_in_kafka: kafka?.lost ?? null,
    repeated_in_log: log.repeated,
    repeated_in_kafka: kafka?.repeated ?? null,
    rubbish: rubbish(log) + (kafka === undefined ? 0 : rubbish(kafka)),
    max_rss_mb: peak(scenes),
    slowest_ms: Math.round(Math.max(0, ...scenes.map((one) => one.slowestMs))),
    skipped: skipped.length,
    findings: findings.length,
  };
}

/** Whether everything that was promised was kept. */
export function isKept(run: Run): boolean {
  const { lost, duplicated, rubbish, max_rss_mb } = lastLine(run);
  return lost === 0 && duplicated === 0 && rubbish === 0 && max_rss_mb <= mostRssMb && run.findings.length === 0;
}

/** The same for people. */
export function printReport({ scenes, skipped, findings }: Run): void {
  console.log('');
  printTable(
    ['', 'kills', 'faults', 'acknowledged', 'lost in log', 'in Kafka', 'peak MB', 'slowest ms', 'seconds'],
    scenes.map((one) => [
      one.name,
      String(one.kills),
      String(one.faults),
      one.acknowledged.toLocaleString('en'),
      String(one.lostInLog),
      String(one.lostInKafka ?? ''),
      one.peakRssMb.toFixed(0),
      one.slowestMs.toFixed(0),
      one.seconds.toFixed(0),
    ]),
  );
  for (const line of skipped) console.log(`\nNot played: ${line}`);
  for (const line of findings) console.log(`\nNOT KEPT: ${line}`);
  console.log('');
}
