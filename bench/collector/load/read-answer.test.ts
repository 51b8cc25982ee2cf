import { expect, test } from 'vitest';
import { readAnswer } from './read-answer.ts';

const head = 'HTTP/1.1 200 OK\r\nDate: Tue, 24 Nov 2026 05:00:00 GMT\r\nContent-Length: 5\r\nVary: Origin\r\n\r\n';
const stepOf = (text: string) => readAnswer(Buffer.from(`${text}${'\0'.repeat(50)}`), text.length);

test('an answer is read with its status and all its bytes', () => {
  expect(stepOf(`${head}hello`)).toEqual({ kind: 'answer', status: 200, bytes: head.length + 5 });
  const refused = 'HTTP/1.1 503 Service Unavailable\r\ncontent-length:0\r\n\r\n';
  expect(stepOf(refused)).toEqual({ kind: 'answer', status: 503, bytes: refused.length });
});

test('every beginning of an answer is incomplete', () => {
  const whole = `${head}hello`;
  for (let length = 0; length < whole.length; length += 1) {
    expect(stepOf(whole.slice(0, length))).toEqual({ kind: 'incomplete' });
  }
});

test('what is left of an earlier, longer answer is not read', () => {
  const buffer = Buffer.from(`${head}hello`);
  expect(readAnswer(buffer, 30)).toEqual({ kind: 'incomplete' });
});

test('an answer without a length is not understood', () => {
  expect(stepOf('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')).toEqual({ kind: 'unreadable' });
  expect(stepOf('SSH-2.0-OpenSSH_9.2\r\n\r\n')).toEqual({ kind: 'unreadable' });
});
