import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { readSegments } from './segment-log.ts';
import { collectorHere } from './testing/collector-here.ts';
import { countRecord } from './testing/records.ts';

/** Sends bytes at once and reads until the collector closes the connection. */
async function conversation(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(bytes);
  return text(socket);
}

test('bytes that are no request do not take the answer of the request before them', async () => {
  const { port, logFolder } = await collectorHere();
  const record = countRecord({}, Date.now());
  const body = JSON.stringify({ records: [record] });
  const head = `POST /v1/records HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: ${body.length}\r\n\r\n`;
  const answer = await conversation(port, `${head}${body}RUBBISH\r\n\r\n`);
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
  expect(answer).toContain('{"stored":1,"duplicates":0,"errors":[]}');
  const stored = [];
  for await (const { id } of readSegments(logFolder)) stored.push(id);
  expect(stored).toEqual([record.id]);
});

test('a request to take the connection over is answered, and then the connection ends', async () => {
  const { port } = await collectorHere();
  const head = 'GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n';
  const answer = await conversation(port, head);
  expect(answer).toMatch(/^HTTP\/1\.1 200/);
  expect(answer).toMatch(/^connection: close/im);
});
