import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { maxPayloadBytes } from '../log/frame.ts';
import { anyRecord, countRecord, pathRecord } from '../testing/records.ts';
import { serialiseRecord } from './serialise-record.ts';

test('what is stored reads back as the record', () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      expect(JSON.parse(serialiseRecord(record))).toEqual(record);
    }),
  );
});

test('the order of keys in which a record came does not survive', () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      const reversed = Object.fromEntries(Object.entries(record).reverse());
      expect(serialiseRecord(JSON.parse(JSON.stringify(reversed)))).toBe(serialiseRecord(record));
    }),
  );
});

test('the largest records fit a frame', () => {
  const item = '\u0000'.repeat(128);
  expect(serialiseRecord(countRecord({ item })).length).toBeLessThan(maxPayloadBytes);
  expect(serialiseRecord(pathRecord({ items: Array.from({ length: 8 }, () => item) })).length).toBeLessThan(
    maxPayloadBytes,
  );
});

test('-0 is stored as 0', () => {
  expect(serialiseRecord(countRecord({ priceBand: -0, shown: { model: 'none', slot: -0 } }))).not.toContain('-0');
});
