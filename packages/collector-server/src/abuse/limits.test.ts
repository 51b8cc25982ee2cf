import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readSegments } from '../segment-log.ts';
import { collectorHere, post, statusAndBody } from '../testing/collector-here.ts';
import { eventually } from '../testing/eventually.ts';
import { rawAnswer } from '../testing/raw-answer.ts';
import { countRecord } from '../testing/records.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const batch = () => JSON.stringify({ records: [countRecord({}, Date.now())] });

const metric = async (url: string, name: string): Promise<number> => {
  const page = await (await fetch(`${url}/metrics`)).text();
  return Number(
    page
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')[1],
  );
};

/** A connection, and what came over it so far. */
function open(port: number): { socket: Socket; answer: () => string; closed: Promise<unknown> } {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    answer += chunk;
  });
  socket.on('error', () => {});
  return { socket, answer: () => answer, closed: once(socket, 'close') };
}

/** Sends a byte whenever there is time, for ever. */
function trickle(socket: Socket): void {
  const timer = setInterval(() => socket.write('x'), 20);
  socket.once('close', () => clearInterval(timer));
}

describe('a gzip body', () => {
  test('is stored like any other', async () => {
    const collector = await collectorHere();
    for (const encoding of ['gzip', 'GZIP', 'x-gzip', ' gzip ']) {
      const response = await post(collector, gzipSync(batch()), { 'content-encoding': encoding });
      expect(await response.json(), encoding).toEqual({ stored: 1, duplicates: 0, errors: [] });
    }
    expect(await (await post(collector, batch(), { 'content-encoding': 'identity' })).json()).toMatchObject({
      stored: 1,
    });
  });

  test('that would become too long is refused without becoming so', async () => {
    const collector = await collectorHere({ maxBodyBytes: 65_536 });
    const bomb = gzipSync(Buffer.alloc(48 * 1024 ** 2, 0x20));
    expect(bomb.length).toBeLessThan(65_536);
    const before = process.memoryUsage.rss();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => post(collector, bomb, { 'content-encoding': 'gzip' })),
    );
    for (const answer of answers) {
      expect(await statusAndBody(answer)).toEqual({
        status: 413,
        body: { error: 'body-too-large', reason: 'send at most 65536 bytes in one batch' },
      });
    }
    expect(process.memoryUsage.rss() - before).toBeLessThan(128 * 1024 ** 2);
  });

  test('that is not gzip is refused', async () => {
    const collector = await collectorHere();
    for (const body of [batch(), '', gzipSync(batch()).subarray(0, 20)]) {
      const response = await post(collector, body, { 'content-encoding': 'gzip' });
      expect(await statusAndBody(response)).toMatchObject({ status: 400, body: { error: 'not-gzip' } });
    }
  });

  test('inside another is not unpacked twice', async () => {
    const response = await post(await collectorHere(), gzipSync(gzipSync(batch())), { 'content-encoding': 'gzip' });
    expect(await statusAndBody(response)).toMatchObject({ status: 400, body: { error: 'not-json' } });
  });
});

describe('a slow client', () => {
  const post = 'POST /v1/records HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\n';

  test.each([
    ['that sends its headers byte by byte', `${post}x-slow: `],
    ['that sends its body byte by byte', `${post}content-length: 100000\r\n\r\n{`],
    ['that sends chunks byte by byte', `${post}transfer-encoding: chunked\r\n\r\n100000\r\n`],
    ['that sends nothing at all', ''],
  ])('%s is cut off in time, while others are served', async (_name, beginning) => {
    const collector = await collectorHere({ requestTimeoutMs: 300 });
    const slow = Array.from({ length: 20 }, () => open(collector.port));
    for (const { socket } of slow) {
      socket.write(beginning);
      if (beginning !== '') trickle(socket);
    }
    const startMs = performance.now();
    await Promise.all(slow.map(({ closed }) => closed));
    expect(performance.now() - startMs).toBeLessThan(10_000);
    if (beginning !== '') for (const { answer } of slow) expect(answer()).toMatch(/^HTTP\/1.1 408 /);
    expect((await fetch(`${collector.url}/healthz`)).status).toBe(200);
    await eventually(() => metric(collector.url, 'edgecart_connections')).toBeLessThan(5);
  });

  test('that asks for much and reads nothing is let go', async () => {
    const data = await temporaryFolder();
    const version = 'ab'.repeat(32);
    await mkdir(join(data, 'models', version), { recursive: true });
    await writeFile(join(data, 'models', version, 'model.safetensors'), Buffer.alloc(32 * 1024 ** 2));
    const collector = await collectorHere({ data, idleTimeoutMs: 300 });
    const { socket, closed } = open(collector.port);
    socket.pause();
    socket.write(`GET /models/${version}/model.safetensors HTTP/1.1\r\nhost: x\r\n\r\n`);
    await eventually(() => metric(collector.url, 'edgecart_connections')).toBeGreaterThan(1);
    await eventually(() => metric(collector.url, 'edgecart_connections')).toBe(1);
    socket.resume();
    await closed;
  });

  test('that keeps its connection without using it is let go', async () => {
    const collector = await collectorHere({ idleTimeoutMs: 200 });
    const { socket, answer, closed } = open(collector.port);
    socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
    await closed;
    expect(answer()).toContain('HTTP/1.1 200 OK');
  });
});

describe('connections', () => {
  test('beyond the limit are closed, counted, and taken again when there is room', async () => {
    const collector = await collectorHere({ maxConnections: 5, requestTimeoutMs: 60_000 });
    const held = Array.from({ length: 5 }, () => open(collector.port));
    for (const { socket } of held) socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
    for (const { answer } of held) await eventually(answer).toContain('200 OK');
    const refused = open(collector.port);
    refused.socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
    await refused.closed;
    expect(refused.answer()).toBe('');

    for (const { socket } of held) socket.destroy();
    await eventually(async () =>
      fetch(`${collector.url}/healthz`).then(
        ({ status }) => status,
        () => 0,
      ),
    ).toBe(200);
    expect(await metric(collector.url, 'edgecart_connections_dropped_total')).toBeGreaterThanOrEqual(1);
  });
});

describe('headers', () => {
  test('that are too long or too many are refused', async () => {
    const { port, url } = await collectorHere({ maxHeaderBytes: 4_096 });
    for (const headers of [`x: ${'x'.repeat(5_000)}\r\n`, 'x: y\r\n'.repeat(1_000)]) {
      const answer = await rawAnswer(port, `GET /healthz HTTP/1.1\r\nhost: x\r\n${headers}\r\n`);
      expect(answer).toMatchObject({ status: 431, contentType: 'application/json; charset=utf-8' });
      expect(JSON.parse(answer.body)).toEqual({ error: 'headers-too-large', reason: 'send fewer or shorter headers' });
    }
    expect(await (await fetch(`${url}/metrics`)).text()).toContain(
      'edgecart_requests_total{route="none",status="431"} 2',
    );
  });
});

describe('an address that sends too much', () => {
  test('is answered 429 with when to come back, readable by a script, and stores nothing', async () => {
    const collector = await collectorHere({ rateLimitPerMinute: 2 });
    for (let round = 0; round < 2; round += 1) expect((await post(collector, batch())).status).toBe(200);
    const refused = await post(collector, batch(), { origin: 'https://shop.example' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(29);
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
    expect(refused.headers.get('access-control-expose-headers')).toContain('retry-after');
    expect(await statusAndBody(refused)).toMatchObject({ status: 429, body: { error: 'too-many-requests' } });
    let stored = 0;
    for await (const _ of readSegments(collector.logFolder)) stored += 1;
    expect(stored).toBe(2);
    expect(await metric(collector.url, 'edgecart_requests_limited_total{by="address"}')).toBe(1);
    // Probes and scrapers are not counted.
    for (let round = 0; round < 5; round += 1) expect((await fetch(`${collector.url}/readyz`)).status).toBe(200);
  });

  test('can not do so over more connections, nor by claiming to be another', async () => {
    const collector = await collectorHere({ rateLimitPerMinute: 10 });
    const statuses = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const claim = { 'x-forwarded-for': `203.0.113.${index}`, connection: 'close' };
        return (await post(collector, batch(), claim)).status;
      }),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
  });

  test('is known behind a proxy by what the proxy says, not by what it says itself', async () => {
    const collector = await collectorHere({ rateLimitPerMinute: 2, trustProxy: 1 });
    // A proxy appends the address that it sees.
    const from = async (address: string, claim = '') =>
      (await post(collector, batch(), { 'x-forwarded-for': `${claim}${address}` })).status;
    for (const status of [200, 200, 429]) expect(await from('203.0.113.1', `198.51.100.${status}, `)).toBe(status);
    expect(await from('203.0.113.2')).toBe(200);
    for (const [suffix, status] of [
      ['a', 200],
      ['b', 200],
      ['c', 429],
    ] as const) {
      expect(await from(`2001:db8:1:2::${suffix}`)).toBe(status);
    }
    expect(await from('2001:db8:1:3::a')).toBe(200);
  });

  test('is not known by what comes from elsewhere than the named proxies', async () => {
    const trusting = await collectorHere({ rateLimitPerMinute: 1, trustProxy: ['127.0.0.0/8'] });
    const not = await collectorHere({ rateLimitPerMinute: 1, trustProxy: ['192.0.2.1'] });
    for (const [collector, status] of [
      [trusting, 200],
      [not, 429],
    ] as const) {
      expect((await post(collector, batch(), { 'x-forwarded-for': '203.0.113.1' })).status).toBe(200);
      expect((await post(collector, batch(), { 'x-forwarded-for': '203.0.113.2' })).status).toBe(status);
    }
  });

  test.each(['', ',', 'unknown', '"', 'x'.repeat(8_000), '1.2.3.4, '.repeat(800), '::::', '%00'])(
    'behind a proxy that says %j is still counted',
    async (said) => {
      const collector = await collectorHere({ rateLimitPerMinute: 1, trustProxy: 1 });
      for (const status of [200, 429]) {
        expect((await post(collector, batch(), { 'x-forwarded-for': said })).status).toBe(status);
      }
    },
  );

  test('makes a notice once when it came through a proxy that is not trusted', async () => {
    const notices: string[] = [];
    const onNotice = (message: string) => notices.push(message);
    const collector = await collectorHere({ rateLimitPerMinute: 1, onNotice });
    for (let round = 0; round < 4; round += 1) await post(collector, batch(), { 'x-forwarded-for': '203.0.113.1' });
    expect(notices).toEqual([expect.stringMatching(/came through a proxy .* set --trust-proxy/)]);
  });
});
