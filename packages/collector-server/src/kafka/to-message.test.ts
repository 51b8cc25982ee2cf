import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { serialiseRecord } from '../intake/serialise-record.ts';
import { anyRecord, countRecord, pathRecord } from '../testing/records.ts';
import { toMessage } from './to-message.ts';

const message = (text: string, shop = 'default') => toMessage(Buffer.from(text), { shop }, 'edgecart');

test('a count goes to the partition of its item, with its hour as time', () => {
  const text = serialiseRecord(countRecord({ item: 'käse', hour: '2026-11-23T09' }));
  expect(message(text)).toEqual({
    topic: 'edgecart.counts',
    key: Buffer.from('käse'),
    value: Buffer.from(text),
    timestamp: BigInt(Date.UTC(2026, 10, 23, 9)),
  });
});

test('a path goes anywhere, with its day as time', () => {
  const record = pathRecord({ day: '2026-11-22' });
  expect(message(serialiseRecord(record))).toMatchObject({
    topic: 'edgecart.paths',
    key: Buffer.from(record.id),
    timestamp: BigInt(Date.UTC(2026, 10, 22)),
  });
});

test('a named shop has topics of its own', () => {
  expect(message(serialiseRecord(countRecord()), 'north').topic).toBe('edgecart.north.counts');
});

test('every record becomes a message with the bytes that were stored', () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      const text = serialiseRecord(record);
      expect(message(text).value.toString()).toBe(text);
    }),
  );
});

describe('a payload that is no record', () => {
  test.each([
    'not JSON',
    '[]',
    'null',
    '{"kind":"poem"}',
    '{"kind":"count","item":7,"hour":"2026-11-23T09"}',
    '{"kind":"count","item":"a","hour":"soon"}',
  ])('throws: %s', (text) => expect(() => message(text)).toThrow());
});
