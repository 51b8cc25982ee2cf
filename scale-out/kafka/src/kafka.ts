import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Broker } from './broker.ts';
import { type BrokerProgram, ensureBrokerProgram } from './broker-program.ts';
import { withClassArchive } from './class-archive.ts';
import { freePorts, isFree } from './free-ports.ts';
import { runQuietly } from './java.ts';
import { type Credentials, makeSecrets, type Secrets, type Security } from './security.ts';
import { type BrokerPlace, type Properties, propertiesFile, serverProperties } from './server-properties.ts';
import { waitForMetadata } from './wait-for.ts';

export interface KafkaOptions {
  /** 1, or 3 with replication 3 and two in-sync replicas wanted. Default 1. */
  brokers?: 1 | 3;
  /** Where data, certificates and logs stay; what is there is used again. Without it, a temporary folder that goes. */
  folder?: string;
  /** How clients connect. Default 'plaintext'. */
  security?: Security;
  /** The port for clients of each broker; without it, free ones. */
  ports?: readonly number[];
  /** Broker properties that override ours, for every broker. */
  properties?: Properties;
  /** Options of each broker's Java, after ours (so `-Xmx1g` wins). */
  javaOptions?: readonly string[];
}

/** What a client of `@platformatic/kafka` takes to connect. */
export interface Connection {
  bootstrapBrokers: string[];
  tls?: { ca: string };
  sasl?: Credentials;
}

export interface Kafka {
  /** host:port of each broker. */
  bootstrap: string[];
  brokers: Broker[];
  /** Spread this into the options of any client of `@platformatic/kafka`. */
  connection: Connection;
  /** PEM file of the authority of the brokers' certificate, with 'tls' and 'sasl-ssl'. */
  caFile?: string;
  /** With 'sasl-scram' and 'sasl-ssl'; SCRAM-SHA-256 is accepted too. */
  credentials?: Credentials;
  /** The folder with data and logs. */
  folder: string;
  /** Resolves when `count` brokers (default: all) are in the cluster, as the brokers see it. */
  waitForBrokers(count?: number, timeoutMs?: number): Promise<void>;
  /** Resolves when the partition has a leader and at least `inSync` in-sync replicas (default 1). */
  waitForLeader(topic: string, partition: number, options?: { inSync?: number; timeoutMs?: number }): Promise<void>;
  /** Ends all brokers, cleanly when their folder stays. */
  close(): Promise<void>;
}

// A broker on a developer's machine beside everything else: small heap, one collector thread.
const javaOptions = ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:-UsePerfData', '-Djava.awt.headless=true'];

async function format(program: BrokerProgram, clusterId: string, file: string, secrets: Secrets): Promise<void> {
  const { username, password } = secrets.credentials ?? {};
  const scram = username
    ? ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
        '--add-scram',
        `${mechanism}=[name=${username},password=${password}]`,
      ])
    : [];
  await runQuietly("Formatting the broker's folder", program.java, [
    // The quickest start for a program that lives for a second.
    ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-XX:-UsePerfData'],
    // In one word: one id in 64 begins with a hyphen and would be taken for an option.
    ...[...program.options, 'kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`, '-c', file, ...scram],
  ]);
}

function clusterIdOf(folder: string): string {
  const file = join(folder, 'cluster-id');
  if (!existsSync(file)) writeFileSync(file, crypto.getRandomValues(Buffer.alloc(16)).toString('base64url'));
  return readFileSync(file, 'utf8');
}

async function placesFor(folder: string, count: number, clientPorts: readonly number[]): Promise<BrokerPlace[]> {
  const found = readdirSync(folder).filter((name) => /^broker-\d+$/.test(name)).length;
  if (found > 0 && found !== count)
    throw new Error(
      `${folder} holds the data of ${found} broker(s), not ${count}. Start ${found}, or use another folder.`,
    );
  if (clientPorts.length > 0 && clientPorts.length !== count)
    throw new Error(`${count} broker(s) need ${count} port(s), and ${clientPorts.length} were given.`);
  for (const port of clientPorts)
    if (!(await isFree(port)))
      throw new Error(`Port ${port} of 127.0.0.1 is taken. Does Kafka run already? Name another port.`);
  const free = await freePorts(count * 3);
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    data: join(folder, `broker-${index + 1}`),
    ports: {
      client: clientPorts[index] ?? free[index * 3] ?? 0,
      internal: free[index * 3 + 1] ?? 0,
      controller: free[index * 3 + 2] ?? 0,
    },
  }));
}

/**
 * Starts real Kafka brokers (KRaft, each also a controller) on 127.0.0.1 and resolves when clients can use them. The
 * first call installs the broker's program, see `ensureBrokerProgram`. Rejects with a message for people.
 */
export async function startKafka(options: KafkaOptions = {}): Promise<Kafka> {
  const installed = await ensureBrokerProgram();
  const program = await withClassArchive(installed, async (folder, javaOptions) => {
    const kafka = await start(installed, { folder, javaOptions });
    await kafka.close();
  });
  return start(program, options);
}

async function start(program: BrokerProgram, options: KafkaOptions): Promise<Kafka> {
  const count = options.brokers ?? 1;
  const security = options.security ?? 'plaintext';
  const folder = options.folder ? resolve(options.folder) : mkdtempSync(join(tmpdir(), 'edgecart-kafka-'));
  mkdirSync(folder, { recursive: true });
  const brokers: Broker[] = [];
  const close = async () => {
    await Promise.all(brokers.map((broker) => (options.folder ? broker.terminate(8_000) : broker.kill())));
    if (!options.folder) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const places = await placesFor(folder, count, options.ports ?? []);
    const secrets = await makeSecrets(security, join(folder, 'secrets'));
    const { certificates, credentials } = secrets;
    const bootstrap = places.map(({ ports }) => `127.0.0.1:${ports.client}`);
    const connection: Connection = {
      bootstrapBrokers: bootstrap,
      ...(certificates ? { tls: { ca: readFileSync(certificates.caFile, 'utf8') } } : {}),
      ...(credentials ? { sasl: credentials } : {}),
    };
    const clusterId = clusterIdOf(folder);
    const prepare = async (place: BrokerPlace): Promise<Broker> => {
      const file = join(folder, `broker-${place.id}.properties`);
      const properties = { ...serverProperties(place, places, security, secrets), ...options.properties };
      writeFileSync(file, propertiesFile(properties));
      if (!existsSync(join(place.data, 'meta.properties'))) await format(program, clusterId, file, secrets);
      const itself = { ...connection, bootstrapBrokers: [`127.0.0.1:${place.ports.client}`] };
      return new Broker({
        ...{ program, id: place.id, port: place.ports.client, data: place.data, propertiesFile: file },
        logFile: join(folder, `broker-${place.id}.log`),
        javaOptions: [...javaOptions, ...(options.javaOptions ?? [])],
        whenReady: (signal) => waitForMetadata(itself, [], (seen) => seen.brokers.has(place.id), signal),
      });
    };
    brokers.push(...(await Promise.all(places.map(prepare))));
    for (const broker of brokers) broker.launch();
    await Promise.all(brokers.map((broker) => broker.ready()));
    const waitForBrokers = (wanted: number = count, timeoutMs = 120_000) =>
      waitForMetadata(connection, [], (seen) => seen.brokers.size >= wanted, AbortSignal.timeout(timeoutMs));
    await waitForBrokers();
    return {
      ...{ bootstrap, brokers, connection, folder, waitForBrokers, close },
      ...(certificates ? { caFile: certificates.caFile } : {}),
      ...(credentials ? { credentials } : {}),
      waitForLeader: (topic, partition, { inSync = 1, timeoutMs = 120_000 } = {}) =>
        waitForMetadata(
          connection,
          [topic],
          (seen) => {
            const found = seen.topics.get(topic)?.partitions[partition];
            return found !== undefined && found.leader >= 0 && found.isr.length >= inSync;
          },
          AbortSignal.timeout(timeoutMs),
        ),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
