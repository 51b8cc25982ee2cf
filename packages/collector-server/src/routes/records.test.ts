import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { BatchAnswer } from '@edgecart/protocol';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import type { Collector } from '../collector.ts';
import { readSegments } from '../segment-log.ts';
import { collectorHere, post, statusAndBody } from '../testing/collector-here.ts';
import { countRecord, pathRecord } from '../testing/records.ts';

const nowMs = Date.now();
const batch = (...records: unknown[]): string => JSON.stringify({ records });

async function stored({ logFolder }: Collector) {
  const records = [];
  for await (const record of readSegments(logFolder)) records.push(record);
  return records;
}

describe('POST /v1/records', () => {
  test('stores a batch and says so', async () => {
    const collector = await collectorHere();
    const records = [countRecord({ priceBand: 3, shown: { model: 'none', slot: 0 } }, nowMs), pathRecord({}, nowMs)];
    const response = await post(collector, batch(...records));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ stored: 2, duplicates: 0, errors: [] });
    expect(await stored(collector)).toEqual(records);
  });

  test('takes a batch as JSON, as plain text, and in any spelling of these', async () => {
    const collector = await collectorHere();
    for (const type of [
      'application/json',
      'application/json; charset=utf-8',
      'text/plain',
      'Text/Plain;charset=UTF-8',
    ]) {
      const response = await post(collector, batch(countRecord({}, nowMs)), { 'content-type': type });
      expect(response.status, type).toBe(200);
    }
    expect(await stored(collector)).toHaveLength(4);
  });

  test('answers 207 with index, path and reason of each wrong record, and stores the others', async () => {
    const collector = await collectorHere();
    const good = [countRecord({}, nowMs), pathRecord({}, nowMs)];
    const response = await post(collector, batch(good[0], { ...countRecord({}, nowMs), hour: 'now' }, good[1]));
    expect(response.status).toBe(207);
    const answer: unknown = await response.json();
    expect(Compile(BatchAnswer).Check(answer)).toBe(true);
    expect(answer).toEqual({
      stored: 2,
      duplicates: 0,
      errors: [{ index: 1, path: '/hour', reason: 'must be a UTC hour such as 2026-11-23T09' }],
    });
    expect(await stored(collector)).toEqual(good);
  });

  test('stores what a client sends again only once, also after a restart', async () => {
    const first = await collectorHere();
    const body = batch(countRecord({}, nowMs), countRecord({}, nowMs));
    await post(first, body);
    expect(await (await post(first, body)).json()).toEqual({ stored: 0, duplicates: 2, errors: [] });
    await first.close();
    const data = first.logFolder.replace(/\/log$/, '');
    const second = await collectorHere({ data });
    expect(await (await post(second, body)).json()).toEqual({ stored: 0, duplicates: 2, errors: [] });
    expect(await stored(second)).toHaveLength(2);
  });

  test('stores once what many send at the same time', async () => {
    const collector = await collectorHere();
    const body = batch(countRecord({}, nowMs));
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(collector, body)));
    const bodies = await Promise.all(answers.map((answer) => answer.json()));
    const once = bodies.filter((answer) => JSON.stringify(answer) === '{"stored":1,"duplicates":0,"errors":[]}');
    expect(once).toHaveLength(1);
    expect(await stored(collector)).toHaveLength(1);
  });

  test('keeps nothing of who sent it', async () => {
    const collector = await collectorHere();
    const headers = {
      'user-agent': 'agent-x',
      origin: 'https://shop-x.example',
      cookie: 'who=x',
      'x-forwarded-for': '203.0.113.7',
    };
    const record = countRecord({}, nowMs);
    await post(collector, batch(record), headers);
    await collector.close();
    const folder = join(collector.logFolder, 'default', 'records-0');
    expect(await readdir(folder)).toEqual(['00000000000000000001.open']);
    const bytes = await readFile(join(folder, '00000000000000000001.open'));
    // Magic, length, CRC, and the record: there is no room for more.
    expect(bytes.length).toBe(16 + JSON.stringify(record).length);
    expect(bytes.subarray(16).toString()).toBe(JSON.stringify(record));
  });

  test.each([
    [
      'text that is not JSON',
      'hello',
      400,
      { error: 'not-json', path: '', reason: 'is not JSON; send {"records":[…]}' },
    ],
    ['no body', '', 400, { error: 'not-json', path: '', reason: 'is not JSON; send {"records":[…]}' }],
    [
      'a batch without records',
      '{}',
      400,
      { error: 'not-a-batch', path: '/records', reason: 'is missing; send {"records":[…]}' },
    ],
  ])('refuses %s', async (_name, body, status, answer) => {
    const response = await post(await collectorHere(), body);
    expect([response.status, await response.json()]).toEqual([status, answer]);
  });

  test('refuses a body that is too large before reading it all, also one that does not say its length', async () => {
    const collector = await collectorHere({ maxBodyBytes: 2_048 });
    const refusal = { error: 'body-too-large', reason: 'send at most 2048 bytes in one batch' };
    const told = await post(collector, 'x'.repeat(2_049));
    expect([told.status, await told.json()]).toEqual([413, refusal]);

    const chunks = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1_000)) });
    const init = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: chunks, duplex: 'half' } as const;
    const untold = await fetch(`${collector.url}/v1/records`, init);
    expect([untold.status, await untold.json()]).toEqual([413, refusal]);
    expect((await post(collector, batch(countRecord({}, nowMs)))).status).toBe(200);
  });

  test('refuses other content types and encodings, saying what to send', async () => {
    const collector = await collectorHere();
    const form = await post(collector, 'a=b', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(await statusAndBody(form)).toMatchObject({ status: 415, body: { error: 'unsupported-content-type' } });
    for (const encoding of ['br', 'deflate', 'gzip, gzip', 'rubbish']) {
      const coded = await post(collector, batch(countRecord({}, nowMs)), { 'content-encoding': encoding });
      expect(coded.headers.get('accept-encoding')).toBe('gzip');
      expect(await statusAndBody(coded)).toEqual({
        status: 415,
        body: { error: 'unsupported-content-encoding', reason: 'send the batch as gzip or uncompressed' },
      });
    }
  });

  test('cuts off a client that does not finish its headers or its body in time', async () => {
    const { port } = await collectorHere({ requestTimeoutMs: 200 });
    for (const beginning of [
      'POST /v1/records HTTP/1.1\r\nhost: x\r\n',
      'POST /v1/records HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 100\r\n\r\n{',
    ]) {
      const socket = connect(port, '127.0.0.1');
      socket.write(beginning);
      let answer = '';
      socket.setEncoding('utf8').on('data', (chunk) => {
        answer += chunk;
      });
      await once(socket, 'close');
      expect(answer).toMatch(/^HTTP\/1.1 408/);
    }
  });

  test('answers 503 with Retry-After when the disk budget is used up, and acknowledges nothing', async () => {
    const collector = await collectorHere({ maxLogBytes: 1_024 });
    let response = await post(collector, batch(countRecord({}, nowMs)));
    for (; response.status === 200; response = await post(collector, batch(countRecord({}, nowMs))))
      await response.text();
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await response.json()).toEqual({ error: 'log-unavailable', reason: 'the log has used its 1024 bytes' });
    const ready = await fetch(`${collector.url}/readyz`);
    expect(await statusAndBody(ready)).toMatchObject({ status: 503, body: { error: 'log-full' } });
  });
});

describe('a script on another origin', () => {
  const origin = { origin: 'https://shop.example' };

  test('may post and read the answer, also when it is a refusal', async () => {
    const collector = await collectorHere();
    for (const body of [batch(countRecord({}, nowMs)), 'rubbish', 'x'.repeat(300_000)]) {
      const response = await post(collector, body, origin);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('access-control-expose-headers')).toContain('retry-after');
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
      await response.text();
    }
  });

  test('is told by a preflight what it may send, for a day', async () => {
    const { url } = await collectorHere();
    const response = await fetch(`${url}/v1/records`, {
      method: 'OPTIONS',
      headers: { ...origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-headers')).toBe('content-type, content-encoding');
    expect(response.headers.get('access-control-max-age')).toBe('86400');
  });

  test('may not read metrics or the live stream', async () => {
    const { url } = await collectorHere();
    for (const path of ['/metrics', '/readyz', '/']) {
      const response = await fetch(`${url}${path}`, { headers: origin });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});

test('closing waits for a request that has begun, answers it and stores it', async () => {
  const collector = await collectorHere();
  const body = batch(countRecord({}, nowMs));
  const socket = connect(collector.port, '127.0.0.1');
  const answer = text(socket);
  socket.write(`POST /v1/records HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-type: text/plain\r\n`);
  socket.write(`content-length: ${body.length}\r\n\r\n`);
  // The collector asks for the body: from here on the request has begun.
  await once(socket, 'readable');
  const closed = collector.close();
  socket.write(body);
  await closed;
  expect(await answer).toContain('HTTP/1.1 200 OK');
  expect(await stored(collector)).toHaveLength(1);
});
