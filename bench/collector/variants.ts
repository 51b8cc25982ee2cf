import { join } from 'node:path';
import type { RunningBroker } from './broker.ts';
import { Deliveries } from './deliveries.ts';
import { buildPeer } from './peer/build-peer.ts';
import { startPeer } from './peer/start-peer.ts';
import type { ServerProcess } from './server-process.ts';
import { collectorKnows, drainingTo, startCollector, startRaw, startUsual } from './servers/start-servers.ts';
import { programsFolder } from './workplace.ts';

export const variantNames = ['raw', 'log', 'kafka', 'usual', 'peer'] as const;
export type VariantName = (typeof variantNames)[number];

/** One server of the comparison. */
export interface Variant {
  name: VariantName;
  /** What it is, for people. */
  what: string;
  server: ServerProcess;
  /** What Kafka has of it; `undefined` for those that do not write to Kafka. */
  deliveries: Deliveries | undefined;
  /** Whether it answers first and writes to Kafka afterwards. */
  drains: boolean;
  /** Requests that were answered with 200 so far. */
  acknowledged: number;
}

/** The servers that could be started here, and why the others could not. */
export interface Variants {
  running: Variant[];
  missing: { name: VariantName; reason: string }[];
  peerName: string | null;
  close(): Promise<void>;
}

/** Topics of our collector. */
export const collectorTopics = ['edgecart.counts', 'edgecart.paths'];

const partitions = 4;

/** Starts every variant; they stay up for the whole run and are idle while another is measured. */
export async function startVariants(
  folder: string,
  broker: RunningBroker | { kind: 'missing'; reason: string },
  say: (what: string) => void,
): Promise<Variants> {
  const running: Variant[] = [];
  const missing: Variants['missing'] = [];
  const add = (name: VariantName, what: string, server: ServerProcess, deliveries?: Deliveries) =>
    running.push({ name, what, server, deliveries, drains: name === 'kafka', acknowledged: 0 });
  const topicFor = async (address: string, name: string) => {
    const deliveries = new Deliveries(address, [name]);
    await deliveries.create(partitions);
    return deliveries;
  };
  let peerName: string | null = null;

  add('raw', 'node:http, body drained', await startRaw());
  add('log', 'ours, durable', await startCollector(join(folder, 'log')));

  if (broker.kind === 'missing') {
    for (const name of ['kafka', 'usual', 'peer'] as const) missing.push({ name, reason: broker.reason });
  } else {
    const { address } = broker;
    if (collectorKnows('kafka')) {
      const server = await startCollector(join(folder, 'kafka-log'), drainingTo(address));
      add('kafka', 'ours, durable, and drained into Kafka', server, new Deliveries(address, collectorTopics));
    } else {
      missing.push({ name: 'kafka', reason: 'this collector has no --kafka' });
    }
    const usualTopic = await topicFor(address, 'usual');
    add('usual', 'fastify, schema, kafkajs', await startUsual(address, 'usual'), usualTopic);
    const peer = buildPeer(programsFolder, say);
    if (peer.kind === 'built') {
      peerName = peer.name;
      const peerTopic = await topicFor(address, 'peer');
      add('peer', peer.name.replace(/ \(.*/, ''), await startPeer(peer.program, address, 'peer'), peerTopic);
    } else {
      missing.push({ name: 'peer', reason: peer.reason });
    }
  }
  let closing: Promise<void> | undefined;
  const close = async () => {
    for (const { server, deliveries } of running) {
      await server.stop();
      await deliveries?.close();
    }
  };
  return {
    running,
    missing,
    peerName,
    close() {
      closing ??= close();
      return closing;
    },
  };
}
