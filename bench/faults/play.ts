import { type Kafka, missingForKafka, startKafka } from '@edgecart/kafka-broker';
import { seededRandom } from '../load/random.ts';
import { collectorFaults, kafkaFaults } from './all-faults.ts';
import type { Extent } from './extent.ts';
import type { Fault, KafkaFault } from './fault.ts';
import { Findings } from './findings.ts';
import { SceneKafka } from './kafka/scene-kafka.ts';
import { Ledger } from './ledger.ts';
import { NumberedRecords } from './records.ts';
import type { Run } from './report.ts';
import { playScene, type SceneResult } from './scene.ts';

/** Plays all faults that can be played here, one after another, and compares at the end. */
export async function play(extent: Extent, say: (what: string) => void): Promise<Run> {
  const { short, clients, seed, only } = extent;
  const records = new NumberedRecords(Date.now());
  const ledger = new Ledger(records);
  const log = ledger.place();
  const topics = ledger.place();
  const findings = new Findings();
  const scenes: SceneResult[] = [];
  const skipped: string[] = [];

  async function playAll(faults: readonly (Fault | KafkaFault)[], cluster: Kafka | undefined): Promise<void> {
    for (const fault of faults) {
      const reason = fault.unavailable?.();
      if (reason !== undefined) {
        skipped.push(`${fault.name}: ${reason}`);
        continue;
      }
      say(`${fault.name} ...`);
      const kafka = cluster && new SceneKafka(cluster, `edgecart-${scenes.length}`, topics);
      const random = seededRandom(seed);
      scenes.push(await playScene(fault, { kafka, records, ledger, log, findings, random, short, say, clients }));
    }
  }

  const wanted = <Played extends Fault | KafkaFault>(faults: readonly Played[]): Played[] =>
    faults.filter(({ name, long }) => name.includes(only) && !(short && only === '' && long));
  const missing = extent.kafka ? missingForKafka() : 'it was not wanted';
  if (missing !== undefined) {
    skipped.push(`Kafka, and with it ${kafkaFaults.map(({ name }) => name).join('; ')}: ${missing}`);
    await playAll(wanted(collectorFaults), undefined);
  } else {
    const forOne = wanted([...collectorFaults, ...kafkaFaults.filter(({ brokers }) => brokers === 1)]);
    const forThree = wanted(kafkaFaults.filter(({ brokers }) => brokers === 3));
    if (forOne.length > 0) await withBrokers(1, (cluster) => playAll(forOne, cluster), say);
    if (forThree.length > 0) await withBrokers(3, (cluster) => playAll(forThree, cluster), say);
  }
  const kafka = missing === undefined ? topics : undefined;
  return {
    scenes,
    acknowledged: ledger.acknowledged,
    refused: ledger.refused,
    log: log.compare(),
    kafka: kafka?.compare(),
    lost: ledger.missing(kafka === undefined ? [log] : [log, kafka]),
    skipped,
    findings: findings.lines(),
  };
}

async function withBrokers(
  brokers: 1 | 3,
  use: (cluster: Kafka) => Promise<void>,
  say: (what: string) => void,
): Promise<void> {
  say(brokers === 1 ? 'Starting a Kafka broker ...' : `Starting ${brokers} Kafka brokers ...`);
  const cluster = await startKafka({ brokers });
  try {
    await use(cluster);
  } finally {
    await cluster.close();
  }
}
