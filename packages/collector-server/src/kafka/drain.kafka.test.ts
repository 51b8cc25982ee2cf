/** The way from a request to the topics, with real brokers and what happens to them. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kafka, missingForKafka, startKafka } from '@edgecart/kafka-broker';
import type { AnonymousRecord } from '@edgecart/protocol';
import { Admin, Consumer, stringDeserializers } from '@platformatic/kafka';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { collectorHere, post } from '../testing/collector-here.ts';
import { eventually } from '../testing/eventually.ts';
import { countRecord, pathRecord } from '../testing/records.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import type { KafkaOptions } from './kafka-options.ts';

const missing = missingForKafka();
const patience = { timeout: 60_000, interval: 100 };

function optionsFor(kafka: Kafka, changes: Partial<KafkaOptions> = {}): KafkaOptions {
  return {
    brokers: kafka.bootstrap,
    tls: undefined,
    sasl: undefined,
    topicPrefix: 'edgecart',
    createTopics: true,
    partitions: 3,
    replication: undefined,
    compression: 'zstd',
    ...changes,
  };
}

/** A collector that seals at once, and what it says. */
async function drainingTo(kafka: KafkaOptions, data?: string) {
  const notices: string[] = [];
  const collector = await collectorHere({
    ...(data === undefined ? {} : { data }),
    kafka,
    minBatches: 0,
    sealAgeMs: 20,
    maxSealAgeMs: 20,
    onNotice: (notice) => notices.push(notice),
  });
  const send = async (records: readonly AnonymousRecord[]) => {
    const response = await post(collector, JSON.stringify({ records }));
    expect(response.status).toBe(200);
  };
  return { collector, notices, send };
}

const someRecords = (count: number): AnonymousRecord[] =>
  Array.from({ length: count }, (_, index) =>
    index % 4 === 3 ? pathRecord({}, Date.now()) : countRecord({ item: `item-${index % 7}` }, Date.now()),
  );

/** Everything in these topics, as a group of its own reads it, up to now. */
async function topicValues(
  kafka: Kafka,
  topics: readonly string[],
): Promise<{ topic: string; partition: number; key: string; value: string; timestamp: bigint }[]> {
  const limits = { connectTimeout: 5_000, timeout: 10_000, requestTimeout: 10_000 };
  const admin = new Admin({ clientId: 'test-admin', ...limits, ...kafka.connection });
  const existing = new Set(await admin.listTopics().finally(() => admin.close()));
  if (topics.some((topic) => !existing.has(topic))) return [];
  const consumer = new Consumer({
    clientId: 'test',
    groupId: `test-${crypto.randomUUID()}`,
    deserializers: stringDeserializers,
    maxWaitTime: 100,
    ...limits,
    ...kafka.connection,
  });
  try {
    const ends = await consumer.listOffsets({ topics: [...topics], timestamp: -1n });
    let left = [...ends.values()].flat().reduce((sum, end) => sum + Number(end), 0);
    const found: Awaited<ReturnType<typeof topicValues>> = [];
    if (left === 0) return found;
    const stream = await consumer.consume({ topics: [...topics], mode: 'earliest', autocommit: false });
    for await (const { topic, partition, key, value, timestamp } of stream) {
      found.push({ topic, partition, key, value, timestamp });
      left -= 1;
      if (left === 0) break;
    }
    return found;
  } finally {
    await consumer.close(true);
  }
}

const recordTopics = ['edgecart.counts', 'edgecart.paths'];
const idsOf = (values: readonly { value: string }[]) =>
  values.map(({ value }) => JSON.parse(value).id as string).sort();

async function expectIn(kafka: Kafka, records: readonly AnonymousRecord[], topics = recordTopics) {
  const wanted = records.map(({ id }) => id);
  const missingIds = async () => {
    const found = new Set(idsOf(await topicValues(kafka, topics)));
    return wanted.filter((id) => !found.has(id)).length;
  };
  await expect.poll(missingIds, patience).toBe(0);
}

describe.skipIf(missing !== undefined)(`one broker${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let kafka: Kafka;
  beforeAll(async () => {
    kafka = await startKafka();
  });
  afterAll(() => kafka?.close());
  const broker = () => {
    const [first] = kafka.brokers;
    if (!first) throw new Error('no broker');
    return first;
  };

  test('gets every record once, by item and by hour, with the bytes that were acknowledged', async () => {
    const prefix = 'first';
    const { send, collector } = await drainingTo(optionsFor(kafka, { topicPrefix: prefix }));
    const records = someRecords(400);
    for (let at = 0; at < records.length; at += 20) await send(records.slice(at, at + 20));
    const topics = [`${prefix}.counts`, `${prefix}.paths`];
    await expectIn(kafka, records, topics);

    const found = await topicValues(kafka, topics);
    expect(found.map(({ value }) => value).sort()).toEqual(records.map((record) => JSON.stringify(record)).sort());
    const partitionOf = new Map<string, number>();
    for (const { topic, partition, key, value, timestamp } of found) {
      const record: AnonymousRecord = JSON.parse(value);
      expect(topic).toBe(`${prefix}.${record.kind}s`);
      if (record.kind === 'path') continue;
      expect(key).toBe(record.item);
      expect(partitionOf.get(key) ?? partition).toBe(partition);
      partitionOf.set(key, partition);
      expect(timestamp).toBe(BigInt(Date.parse(`${record.hour}:00:00Z`)));
    }
    const folder = join(collector.logFolder, 'default', 'records-0');
    await eventually(async () => (await readdir(folder)).filter((name) => name.endsWith('.log'))).toEqual([]);
  });

  test('does not see the order of arrival', async () => {
    const prefix = 'order';
    const { send } = await drainingTo(optionsFor(kafka, { topicPrefix: prefix, partitions: 1 }));
    const records = Array.from({ length: 300 }, () => pathRecord({}, Date.now()));
    await send(records);
    await expectIn(kafka, records, [`${prefix}.paths`]);
    const order = (await topicValues(kafka, [`${prefix}.paths`])).map(({ value }) => JSON.parse(value).id);
    const sent = records.map(({ id }) => id);
    expect(order).not.toEqual(sent);
    const neighbours = order.filter((id, at) => sent[sent.indexOf(id) + 1] === order[at + 1]).length;
    expect(neighbours).toBeLessThan(12);
  });

  test('gets what was refused as a dead letter, without its content', async () => {
    const prefix = 'letters';
    const { collector } = await drainingTo(optionsFor(kafka, { topicPrefix: prefix }));
    const response = await post(collector, '{"records":[{"kind":"count","hour":"jane@mail.example"}]}');
    expect(response.status).toBe(207);
    await expect.poll(() => topicValues(kafka, [`${prefix}.dead-letters`]), patience).toHaveLength(1);
    const [letter] = await topicValues(kafka, [`${prefix}.dead-letters`]);
    expect(JSON.parse(letter?.value ?? '')).toMatchObject({
      refusedBy: 'collector',
      class: 'missing-key',
      path: '/id',
    });
  });

  test('refuses a record for itself: it becomes a dead letter, and all others arrive', async () => {
    const prefix = 'poison';
    const admin = new Admin({ clientId: 'test-admin', ...kafka.connection });
    // A topic of somebody else's making: it takes no record of more than 300 bytes.
    await admin.createTopics({
      topics: [`${prefix}.paths`],
      partitions: 1,
      configs: [{ name: 'max.message.bytes', value: '300' }],
    });
    await admin.close();
    const { send } = await drainingTo(optionsFor(kafka, { topicPrefix: prefix, compression: 'none' }));
    const large = pathRecord({ items: ['x'.repeat(128), 'y'.repeat(128)] }, Date.now());
    const small = Array.from({ length: 30 }, () => pathRecord({}, Date.now()));
    await send([...small.slice(0, 15), large, ...small.slice(15)]);
    await expectIn(kafka, small, [`${prefix}.paths`]);
    await expect.poll(() => topicValues(kafka, [`${prefix}.dead-letters`]), patience).toHaveLength(1);
    const [letter] = await topicValues(kafka, [`${prefix}.dead-letters`]);
    expect(JSON.parse(letter?.value ?? '')).toMatchObject({
      refusedBy: 'kafka',
      class: 'MESSAGE_TOO_LARGE',
      record: large,
    });
  });

  test('takes times from a day ahead to eight days ago', async () => {
    const prefix = 'times';
    const { send } = await drainingTo(optionsFor(kafka, { topicPrefix: prefix }));
    const hours = (count: number) => Date.now() + count * 3_600_000;
    const records = [25, 0, -7 * 24].map((count) => countRecord({}, hours(count)));
    await send(records);
    await expectIn(kafka, records, [`${prefix}.counts`]);
    expect(await topicValues(kafka, [`${prefix}.dead-letters`])).toEqual([]);
  });

  test('without a topic that may not be made keeps the records waiting, and says which', async () => {
    const prefix = 'mine';
    const { send, notices } = await drainingTo(optionsFor(kafka, { topicPrefix: prefix, createTopics: false }));
    const records = someRecords(5);
    await send(records);
    await eventually(() => notices.join()).toContain(
      'topic mine.counts is missing; create it, or allow the collector to',
    );
    const admin = new Admin({ clientId: 'test-admin', ...kafka.connection });
    const topics = [`${prefix}.counts`, `${prefix}.paths`, `${prefix}.dead-letters`];
    await admin.createTopics({ topics, partitions: 1 });
    await admin.close();
    await expectIn(kafka, records, topics.slice(0, 2));
  });

  test('that hangs, dies, or loses what it knew of producers costs nothing', async () => {
    const { send, notices } = await drainingTo(optionsFor(kafka));
    const records: AnonymousRecord[] = [];
    const some = async () => {
      const more = someRecords(40);
      await send(more);
      records.push(...more);
    };
    await some();
    await expectIn(kafka, records);

    await broker().stop();
    await some();
    broker().continue();
    await expectIn(kafka, records);

    await broker().kill();
    await some();
    await eventually(() => notices.join()).toContain('is away: ECONNREFUSED; records wait in the log');
    await broker().restart();
    await some();
    await expectIn(kafka, records);

    // The broker comes back without its memory of producers: sequence numbers mean nothing to it.
    await broker().restart(async (data) => {
      for (const name of await readdir(data)) {
        if (!name.startsWith('edgecart.')) continue;
        for (const file of await readdir(join(data, name))) {
          if (file.endsWith('.snapshot')) await rm(join(data, name, file));
        }
      }
    });
    await some();
    await expectIn(kafka, records);
  });

  test('may be away when the collector starts, and when it stops', async () => {
    const prefix = 'late';
    const data = await temporaryFolder();
    await broker().kill();
    const first = await drainingTo(optionsFor(kafka, { topicPrefix: prefix }), data);
    const records = someRecords(40);
    await first.send(records.slice(0, 20));
    await first.collector.close();
    const second = await drainingTo(optionsFor(kafka, { topicPrefix: prefix }), data);
    await second.send(records.slice(20));
    await broker().restart();
    await expectIn(kafka, records, [`${prefix}.counts`, `${prefix}.paths`]);
  });
});

describe.skipIf(missing !== undefined)('a secured broker', () => {
  test.each(['tls', 'sasl-scram', 'sasl-ssl'] as const)('with %s is drained to', async (security) => {
    const kafka = await startKafka({ security });
    onTestFinished(() => kafka.close());
    const { caFile, credentials } = kafka;
    const { send } = await drainingTo(
      optionsFor(kafka, { tls: caFile === undefined ? undefined : { ca: caFile }, sasl: credentials }),
    );
    const records = someRecords(20);
    await send(records);
    await expectIn(kafka, records);
  });

  test('that does not know the password is told of, and the records wait', async () => {
    const kafka = await startKafka({ security: 'sasl-scram' });
    onTestFinished(() => kafka.close());
    const { credentials } = kafka;
    if (!credentials) throw new Error('no credentials');
    const { send, notices } = await drainingTo(
      optionsFor(kafka, { sasl: { ...credentials, password: 'wrong-and-secret' } }),
    );
    await send(someRecords(5));
    await eventually(() => notices.join()).toMatch(/is away: .*(authentication|Authentication|SASL)/);
    expect(notices.join()).not.toContain('wrong-and-secret');
  });
});

describe.skipIf(missing !== undefined)('three brokers', () => {
  test('without one of them, and without a leader for a while, lose nothing', async () => {
    const kafka = await startKafka({ brokers: 3 });
    onTestFinished(() => kafka.close());
    const { send } = await drainingTo(optionsFor(kafka, { replication: 3 }));
    const records: AnonymousRecord[] = [];
    for (const broker of kafka.brokers) {
      const more = someRecords(40);
      await send(more.slice(0, 20));
      await broker.kill();
      await send(more.slice(20));
      records.push(...more);
      await expectIn(kafka, records);
      await broker.restart();
      await kafka.waitForLeader('edgecart.counts', 0, { inSync: 3 });
    }
  });
});
