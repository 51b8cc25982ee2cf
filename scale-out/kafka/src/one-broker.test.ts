import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingForKafka } from './broker-program.ts';
import { type Kafka, startKafka } from './kafka.ts';
import { createProducer, createTopic, endOffset, receive, send, sendTo } from './records.fixture.ts';
import { copyTopic, loseTopic, rewindTopic } from './topic-data.ts';

/** What happens to someone who connects and asks: 'refused', or 'silent' when nothing answers in time. */
function ask(port: number, timeoutMs: number): Promise<'answered' | 'refused' | 'silent'> {
  // An ApiVersions request of version 0: length, key 18, version, correlation id, no client id.
  const request = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    const end = (what: 'answered' | 'refused' | 'silent') => {
      socket.destroy();
      resolve(what);
    };
    socket.setTimeout(timeoutMs, () => end('silent'));
    socket.on('data', () => end('answered'));
    socket.on('error', () => end('refused'));
  });
}

const missing = missingForKafka();

describe.skipIf(missing !== undefined)(`one broker${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let kafka: Kafka;
  const broker = () => {
    const [first] = kafka.brokers;
    if (first === undefined) throw new Error('no broker');
    return first;
  };
  beforeAll(async () => {
    kafka = await startKafka();
  });
  afterAll(() => kafka?.close());

  test('gives back what was produced', async () => {
    await createTopic(kafka.connection, 'plain');
    await send(kafka.connection, 'plain', ['a', 'b', 'c']);
    expect(await receive(kafka.connection, 'plain', 3)).toEqual(['a', 'b', 'c']);
  });

  test('refuses a topic that nobody created', async () => {
    await expect(send(kafka.connection, 'nobody', ['x'], { retries: 3 })).rejects.toThrow();
  });

  test('keeps its data when it is killed and started again, on the same port', async () => {
    await createTopic(kafka.connection, 'kept');
    await send(kafka.connection, 'kept', ['before']);
    const { pid, port } = broker();
    const { exited } = broker();
    await broker().kill();
    expect(await exited).toEqual({ code: null, signal: 'SIGKILL' });
    expect(await ask(port, 1_000)).toBe('refused');
    await broker().restart();
    expect(broker().port).toBe(port);
    expect(broker().pid).not.toBe(pid);
    await kafka.waitForLeader('kept', 0);
    await send(kafka.connection, 'kept', ['after']);
    expect(await receive(kafka.connection, 'kept', 2)).toEqual(['before', 'after']);
  });

  test('stops cleanly when asked to and comes back', async () => {
    await broker().terminate();
    expect(broker().pid).toBeUndefined();
    await broker().restart();
    expect(await receive(kafka.connection, 'kept', 2)).toEqual(['before', 'after']);
  });

  test('is silent, not refused, while it hangs, and answers afterwards', async () => {
    expect(await ask(broker().port, 5_000)).toBe('answered');
    await broker().stop();
    expect(await ask(broker().port, 1_000)).toBe('silent');
    broker().continue();
    expect(await ask(broker().port, 20_000)).toBe('answered');
  });

  test('can lose the records of a topic and its producers', async () => {
    await createTopic(kafka.connection, 'lost');
    await send(kafka.connection, 'lost', ['gone']);
    await broker().restart((data) => loseTopic(data, 'lost'));
    await kafka.waitForLeader('lost', 0);
    expect(await endOffset(kafka.connection, 'lost')).toBe(0n);
    await send(kafka.connection, 'lost', ['new']);
    expect(await receive(kafka.connection, 'lost', 1)).toEqual(['new']);
  });

  test('can go back to an earlier state of a topic, which its producer does not know of', async () => {
    await createTopic(kafka.connection, 'rewound');
    const producer = createProducer(kafka.connection);
    const saved = mkdtempSync(join(tmpdir(), 'edgecart-rewind-'));
    try {
      await sendTo(producer, 'rewound', ['1', '2']);
      await broker().restart((data) => copyTopic(data, 'rewound', saved));
      await kafka.waitForLeader('rewound', 0);
      await sendTo(producer, 'rewound', ['3', '4']);
      await broker().restart((data) => rewindTopic(data, 'rewound', saved));
      await kafka.waitForLeader('rewound', 0);
      expect(await endOffset(kafka.connection, 'rewound')).toBe(2n);
      expect(await receive(kafka.connection, 'rewound', 2)).toEqual(['1', '2']);
    } finally {
      await producer.close(true);
      rmSync(saved, { recursive: true });
    }
  });
});

test.skipIf(missing !== undefined)('a broker whose properties are wrong fails with its own words', async () => {
  await expect(startKafka({ properties: { 'num.partitions': 'many' } })).rejects.toThrow(/num\.partitions/);
});

test.skipIf(missing !== undefined)('a port that is taken is told as such', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    await expect(startKafka({ ports: [port] })).rejects.toThrow(`Port ${port} of 127.0.0.1 is taken`);
  } finally {
    server.close();
  }
});

test.skipIf(missing !== undefined)('what a folder holds is used again: records, password and certificate', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'edgecart-folder-'));
  try {
    const first = await startKafka({ folder, security: 'sasl-ssl' });
    await createTopic(first.connection, 'kept');
    await send(first.connection, 'kept', ['still here']);
    await first.close();
    const second = await startKafka({ folder, security: 'sasl-ssl' });
    expect(second.credentials).toEqual(first.credentials);
    expect(second.connection.tls).toEqual(first.connection.tls);
    expect(await receive(second.connection, 'kept', 1)).toEqual(['still here']);
    await second.close();
    await expect(startKafka({ folder, brokers: 3 })).rejects.toThrow(/holds the data of 1 broker/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
