import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Answer, ResponseReader } from './response-reader.ts';

const wire = [
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 11\r\nX: y\r\n\r\n{"é":"aa"}',
  'HTTP/1.1 204 No Content\r\n\r\n',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
  'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
].join('');

test('answers are the same wherever the bytes were cut', () => {
  const bytes = Buffer.from(wire);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 8 }), (cuts) => {
      const answers: Answer[] = [];
      const reader = new ResponseReader();
      const ends = [...cuts, bytes.length].sort((a, b) => a - b);
      let start = 0;
      for (const end of ends) {
        reader.read(bytes.subarray(start, end), (answer) => answers.push(answer));
        start = end;
      }
      expect(answers.map(({ status, body }) => [status, body])).toEqual([
        [200, '{"é":"aa"}'],
        [204, ''],
        [200, 'abcde'],
        [400, ''],
      ]);
      expect(answers[3]?.headers.get('connection')).toBe('close');
    }),
  );
});

test('what is no answer is refused', () => {
  const read = (text: string) => new ResponseReader().read(Buffer.from(text), () => {});
  expect(() => read('HTTP/1.1 OK\r\n\r\n')).toThrow('no status line');
  expect(() => read('HTTP/1.1 200 OK\r\nrubbish\r\n\r\n')).toThrow('no header');
});
