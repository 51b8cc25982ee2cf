import { describe, expect, test } from 'vitest';
import { readSegments } from './segment-log.ts';
import { collectorHere, post, statusAndBody } from './testing/collector-here.ts';
import { rawAnswer } from './testing/raw-answer.ts';
import { countRecord, pathRecord } from './testing/records.ts';

const nowMs = Date.now();
const good = () => JSON.stringify({ records: [countRecord({}, nowMs)] });

async function storedIn(folder: string): Promise<number> {
  let stored = 0;
  for await (const _ of readSegments(folder)) stored += 1;
  return stored;
}

const line = 'POST /v1/records HTTP/1.1\r\n';
const host = 'host: x\r\n';
const plain = 'content-type: text/plain\r\n';
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

describe('bytes that two servers could read differently are refused, and the connection is closed', () => {
  // What a smuggled request would look like behind the one that is seen.
  const second = `${line}${host}${plain}content-length: ${good().length}\r\n\r\n${good()}`;
  test.each([
    ['both lengths', `${line}${host}${plain}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${second}`],
    ['two lengths', `${line}${host}${plain}content-length: 0\r\ncontent-length: ${second.length}\r\n\r\n${second}`],
    ['a signed length', `${line}${host}${plain}content-length: +4\r\n\r\n{}{}${second}`],
    ['a length in hexadecimal', `${line}${host}${plain}content-length: 0x4\r\n\r\n{}{}${second}`],
    ['a negative length', `${line}${host}${plain}content-length: -1\r\n\r\n${second}`],
    ['a list of lengths', `${line}${host}${plain}content-length: 0, 4\r\n\r\n${second}`],
    ['a space before the colon', `${line}${host}${plain}content-length : 0\r\n\r\n${second}`],
    ['an unknown transfer coding', `${line}${host}${plain}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n${second}`],
    [
      'chunked that is not the last',
      `${line}${host}${plain}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n${second}`,
    ],
    ['a coding behind a tab', `${line}${host}${plain}transfer-encoding:\tchunked, x\r\n\r\n0\r\n\r\n${second}`],
    [
      'a chunk size that overflows',
      `${line}${host}${plain}transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\nx\r\n0\r\n\r\n`,
    ],
    [
      'a chunk size that is none',
      `${line}${host}${plain}transfer-encoding: chunked\r\n\r\n-1\r\nx\r\n0\r\n\r\n${second}`,
    ],
    [
      'a chunk longer than it says',
      `${line}${host}${plain}transfer-encoding: chunked\r\n\r\n1\r\n{}{}\r\n0\r\n\r\n${second}`,
    ],
    ['a bare line feed in a header', `${line}${host}${plain}x: a\ncontent-length: 0\r\n\r\n${second}`],
    ['a bare carriage return', `${line}${host}${plain}x: a\rcontent-length: 0\r\n\r\n${second}`],
    ['a folded header', `${line}${host}${plain}x: a\r\n content-length: 0\r\n\r\n${second}`],
    ['a zero byte in a header', `${line}${host}${plain}x: a\u0000b\r\n\r\n${second}`],
    ['a space in a name', `${line}${host}${plain}x y: z\r\n\r\n${second}`],
    ['a TLS hello', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'],
    ['an unknown method', `SMUGGLE /v1/records HTTP/1.1\r\n${host}\r\n${second}`],
    ['a space in the path', `POST /v1/rec ords HTTP/1.1\r\n${host}\r\n${second}`],
  ])('%s', async (_name, bytes) => {
    const collector = await collectorHere({ requestTimeoutMs: 300 });
    const { status, body } = await rawAnswer(collector.port, Buffer.from(bytes, 'latin1'));
    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ error: 'bad-request' });
    // One answer: what follows was not read as a request of its own.
    expect(body).not.toMatch(/HTTP\/1\.1 \d/);
    expect(await storedIn(collector.logFolder)).toBe(0);
    expect((await post(collector, good())).status).toBe(200);
  });
});

test.each([['no host', `${line}${plain}content-length: ${good().length}\r\n\r\n${good()}`]])(
  'a request with %s is refused',
  async (_name, bytes) => {
    const { port, logFolder } = await collectorHere();
    expect((await rawAnswer(port, bytes)).status).toBe(400);
    expect(await storedIn(logFolder)).toBe(0);
  },
);

describe('what is unusual but can be read in one way only is taken', () => {
  test.each([
    ['no version', `POST /v1/records\r\n${host}${plain}content-length: ${good().length}\r\n\r\n${good()}`],
    [
      'another version',
      `POST /v1/records HTTP/2.0\r\n${host}${plain}content-length: ${good().length}\r\n\r\n${good()}`,
    ],
    [
      'a body in chunks',
      `${line}${host}${plain}transfer-encoding: chunked\r\nconnection: close\r\n\r\n${chunk(good())}0\r\n\r\n`,
    ],
    [
      'a chunk with an extension',
      `${line}${host}${plain}transfer-encoding: chunked\r\nconnection: close\r\n\r\n${chunk(good()).replace('\r\n', ';a=b\r\n')}0\r\n\r\n`,
    ],
    [
      'a trailer',
      `${line}${host}${plain}transfer-encoding: chunked\r\nconnection: close\r\n\r\n${chunk(good())}0\r\nx: y\r\n\r\n`,
    ],
    [
      'a query',
      `${line.replace('records', 'records?__proto__=1&a[]=b')}${host}${plain}connection: close\r\ncontent-length: ${good().length}\r\n\r\n${good()}`,
    ],
    [
      'two requests at once',
      `${line}${host}${plain}content-length: ${good().length}\r\n\r\n${good()}GET /healthz HTTP/1.1\r\n${host}connection: close\r\n\r\n`,
    ],
  ])('%s', async (_name, bytes) => {
    const collector = await collectorHere();
    expect(await rawAnswer(collector.port, bytes)).toMatchObject({ status: 200 });
    expect(await storedIn(collector.logFolder)).toBe(1);
  });
});

test.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'CONNECT'])(
  '%s /v1/records is no way in',
  async (method) => {
    const { port, logFolder } = await collectorHere();
    const target = method === 'CONNECT' ? 'x:80' : '/v1/records';
    const bytes = `${method} ${target} HTTP/1.1\r\n${host}${plain}connection: close\r\ncontent-length: ${good().length}\r\n\r\n${good()}`;
    expect([0, 400, 405]).toContain((await rawAnswer(port, bytes)).status);
    expect(await storedIn(logFolder)).toBe(0);
  },
);

test.each([
  '*',
  'http://other.example/v1/records',
  '//v1/records',
  '/v1//records',
  '/v1/records/',
  '/V1/records',
  '/v1/records%00',
  '/v1/%72ecords;x',
])('a request for %s is answered, and never with a failure', async (target) => {
  const { port } = await collectorHere();
  for (const method of ['POST', 'OPTIONS']) {
    const bytes = `${method} ${target} HTTP/1.1\r\n${host}${plain}connection: close\r\ncontent-length: 2\r\n\r\n{}`;
    const { status } = await rawAnswer(port, bytes);
    expect(status).toBeGreaterThanOrEqual(200);
    expect(status).toBeLessThan(500);
  }
});

describe('a body', () => {
  const record = JSON.stringify(countRecord({}, nowMs));
  const nested = (text: string, depth: number, [open, close]: [string, string]) =>
    open.repeat(depth) + text + close.repeat(depth);
  test.each([
    ['deep lists', nested('', 120_000, ['[', ']'])],
    ['deep objects', nested('1', 40_000, ['{"a":', '}'])],
    ['deep lists as records', `{"records":${nested('', 120_000, ['[', ']'])}}`],
    ['deep objects as a record', `{"records":[${nested('1', 40_000, ['{"a":', '}'])}]}`],
    ['a prototype', `{"records":[{"__proto__":${record}}]}`],
    ['a prototype beside records', `{"__proto__":{"records":[${record}]}}`],
    ['a constructor', `{"records":[{"constructor":{"prototype":{"kind":"count"}}}]}`],
    ['a record with keys of a prototype', `{"records":[${record.slice(0, -1)},"__proto__":{"polluted":1}}]}`],
    ['a toJSON', `{"records":[${record.slice(0, -1)},"toJSON":"x"}]}`],
    ['a list that says it is long', '{"records":{"length":1000000000}}'],
    ['numbers beyond measure', '{"records":[1e999,-1e999,1e-999,123456789012345678901234567890]}'],
    ['a long number', `{"records":[${'9'.repeat(200_000)}]}`],
    ['a long key', `{"records":[{"${'k'.repeat(200_000)}":1}]}`],
    ['many keys', `{"records":[{${Array.from({ length: 20_000 }, (_, index) => `"${index}":1`).join(',')}}]}`],
    ['many records', `{"records":[${Array.from({ length: 501 }, () => '1').join(',')}]}`],
    ['a byte order mark', `\ufeff{"records":[${record}]}`],
    ['two values', `{"records":[${record}]}{"records":[${record}]}`],
    ['comments', `{"records":[/* */${record}]}`],
    ['NaN', '{"records":[NaN]}'],
    ['spaces alone', ' '.repeat(200_000)],
    ['zero bytes', '\u0000'.repeat(1_000)],
  ])('of %s is refused, pollutes nothing and stores nothing', async (_name, body) => {
    const collector = await collectorHere();
    const { status, body: answer } = await statusAndBody(await post(collector, body));
    expect([207, 400]).toContain(status);
    if (status === 207) expect(answer).toMatchObject({ stored: 0, duplicates: 0 });
    expect(JSON.stringify(answer).length).toBeLessThan(200_000);
    expect('polluted' in {}).toBe(false);
    expect(await storedIn(collector.logFolder)).toBe(0);
  });

  test.each([
    ['an overlong encoding', [0xc0, 0xaf]],
    ['half a surrogate', [0xed, 0xa0, 0x80]],
    ['a cut sequence', [0xe2, 0x82]],
    ['a byte alone', [0xff]],
    ['UTF-16', [...Buffer.from('{"records":[1]}', 'utf16le')]],
  ])('with %s is refused rather than mended', async (_name, bytes) => {
    const [before, after] = good().split('item-1');
    const collector = await collectorHere();
    const body = Buffer.concat([Buffer.from(before ?? ''), Buffer.from(bytes), Buffer.from(after ?? '')]);
    expect(await statusAndBody(await post(collector, body))).toMatchObject({
      status: 400,
      body: { error: 'not-json' },
    });
    expect(await storedIn(collector.logFolder)).toBe(0);
  });

  test('with a key twice counts as the last one says, as JSON.parse has it, and stores one', async () => {
    const collector = await collectorHere();
    const record = pathRecord({}, nowMs);
    const twice = `{"records":[1],"records":[${JSON.stringify(record).slice(0, -1)},"bought":true}]}`;
    expect(await (await post(collector, twice)).json()).toEqual({ stored: 1, duplicates: 0, errors: [] });
    const found: unknown[] = [];
    for await (const stored of readSegments(collector.logFolder)) found.push(stored);
    expect(found).toEqual([{ ...record, bought: true }]);
  });

  test('with many wrong records is answered in proportion', async () => {
    const collector = await collectorHere();
    const wrong = { ...countRecord({}, nowMs), ['k'.repeat(300)]: 1 };
    const body = JSON.stringify({ records: Array.from({ length: 400 }, () => wrong) });
    const response = await post(collector, body);
    expect((await response.text()).length).toBeLessThan(2 * body.length);
  });
});

describe('a content type', () => {
  test.each([
    '',
    'text',
    '/',
    'application/json;charset=',
    'text/plain; boundary=\u00e9',
    'application/json, text/plain',
    `text/plain; x=${'x'.repeat(8_000)}`,
    '__proto__',
    'constructor',
  ])('of %j never makes it fail', async (type) => {
    const { port } = await collectorHere();
    const bytes = `${line}${host}content-type: ${type}\r\nconnection: close\r\ncontent-length: ${good().length}\r\n\r\n${good()}`;
    expect([200, 400, 415]).toContain((await rawAnswer(port, Buffer.from(bytes, 'latin1'))).status);
  });
});

test('an expectation that nobody can meet is refused, and one that all meet is met', async () => {
  const { port } = await collectorHere();
  const ask = (expectation: string) =>
    rawAnswer(
      port,
      `${line}${host}${plain}expect: ${expectation}\r\nconnection: close\r\ncontent-length: ${good().length}\r\n\r\n${good()}`,
    );
  expect((await ask('200-ok')).status).toBe(417);
  expect((await ask('100-continue')).status).toBe(100);
});

test('a client that leaves in the middle costs nothing', async () => {
  const collector = await collectorHere({ maxBodyBytes: 16 * 1024 ** 2 });
  const leave = async (bytes: string) => {
    const abort = new AbortController();
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from(bytes));
        abort.abort();
      },
    });
    const init = {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body,
      duplex: 'half',
      signal: abort.signal,
    };
    await fetch(`${collector.url}/v1/records`, init as RequestInit).catch(() => {});
  };
  await Promise.all(Array.from({ length: 100 }, () => leave(good().slice(0, -5))));
  expect((await post(collector, good())).status).toBe(200);
  expect(await storedIn(collector.logFolder)).toBe(1);
});
