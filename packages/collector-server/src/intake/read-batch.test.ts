import { maxRecordsPerBatch } from '@edgecart/protocol';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBatch } from './read-batch.ts';

const read = (text: string) => readBatch(Buffer.from(text));

test('a batch gives its records as they are', () => {
  expect(read('{"records":[1,{"a":2},null]}')).toEqual({ kind: 'batch', records: [1, { a: 2 }, null] });
});

test.each([
  ['nothing', '', 'not-json', '', 'is not JSON; send {"records":[…]}'],
  ['half a batch', '{"records":[', 'not-json', '', 'is not JSON; send {"records":[…]}'],
  ['a list', '[]', 'not-a-batch', '', 'must be an object; send {"records":[…]}'],
  ['null', 'null', 'not-a-batch', '', 'must be an object; send {"records":[…]}'],
  ['no records', '{}', 'not-a-batch', '/records', 'is missing; send {"records":[…]}'],
  ['records that are no list', '{"records":{}}', 'not-a-batch', '/records', 'must be a list; send {"records":[…]}'],
  ['an empty list', '{"records":[]}', 'not-a-batch', '/records', 'must hold 1 to 500 records, not 0'],
  [
    'more than records',
    '{"records":[1],"user":"u"}',
    'not-a-batch',
    '',
    'must hold "records" and nothing else; send {"records":[…]}',
  ],
  [
    'a prototype',
    '{"records":[1],"__proto__":{}}',
    'not-a-batch',
    '',
    'must hold "records" and nothing else; send {"records":[…]}',
  ],
])('%s is refused with what to send', (_name, text, error, path, reason) => {
  expect(read(text)).toEqual({ kind: 'refused', error, path, reason });
});

test('more records than a batch may hold are refused', () => {
  const text = JSON.stringify({ records: Array.from({ length: maxRecordsPerBatch + 1 }, () => 1) });
  expect(read(text)).toMatchObject({ path: '/records', reason: 'must hold 1 to 500 records, not 501' });
});

test('bytes that are not UTF-8 are refused rather than mended', () => {
  expect(readBatch(Buffer.from([0x22, 0xff, 0x22]))).toMatchObject({ error: 'not-json', reason: /UTF-8/ });
});

test('depth does not matter', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  expect(read(`{"records":[${deep}]}`)).toMatchObject({ kind: 'batch' });
  expect(read(deep)).toMatchObject({ kind: 'refused' });
});

test('no bytes make it throw', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void readBatch(Buffer.from(bytes))));
});
