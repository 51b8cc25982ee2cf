import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyRecord, countRecord, pathRecord, testNowMs } from '../testing/records.ts';
import { idWordsOf } from './id-words.ts';
import { timeWindow } from './plausible-time.ts';
import { readBatch } from './read-batch.ts';
import { readCanonical } from './read-canonical.ts';
import { serialiseRecord } from './serialise-record.ts';
import { validateRecord } from './validate-record.ts';

const window = timeWindow(testNowMs);
const read = (text: string) => readCanonical(Buffer.from(text), window);
const batchOf = (payloads: readonly string[]) => `{"records":[${payloads.join(',')}]}`;

/** What the long way makes of a body: the bytes it would store, or nothing when it finds anything wrong. */
function longWay(body: Buffer): string[] | undefined {
  const batch = readBatch(body);
  if (batch.kind === 'refused') return undefined;
  const payloads: string[] = [];
  for (const value of batch.records) {
    const verdict = validateRecord(value, window);
    if (verdict.kind === 'refused') return undefined;
    payloads.push(serialiseRecord(verdict.record));
  }
  return payloads;
}

function expectSame(text: string): boolean {
  const body = Buffer.from(text);
  const batch = readCanonical(body, window);
  if (!batch) return false;
  const payloads = batch.starts.map((start, index) => body.toString('utf8', start, batch.ends[index]));
  expect(payloads).toEqual(longWay(body));
  expect(batch.ids).toEqual(idWordsOf(payloads.map((payload) => JSON.parse(payload).id)));
  expect(batch.areCounts).toEqual(payloads.map((payload) => JSON.parse(payload).kind === 'count'));
  return true;
}

test('every batch of records with plain ids is read, and stored as the long way would', () => {
  const plain = anyRecord.filter((record) =>
    /^[ !#-[\]-~]+$/.test(JSON.stringify(record.kind === 'count' ? record.item : record.items.join('')).slice(1, -1)),
  );
  fc.assert(
    fc.property(fc.array(plain, { minLength: 1, maxLength: 30 }), (records) => {
      expect(expectSame(batchOf(records.map(serialiseRecord)))).toBe(true);
    }),
  );
});

test('whatever is read the long way accepts with the same bytes', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 5 }), fc.nat(), fc.nat(255), (records, at, byte) => {
      const body = Buffer.from(batchOf(records.map(serialiseRecord)));
      expectSame(body.toString());
      body[at % body.length] = byte;
      expectSame(body.toString('latin1'));
    }),
    { numRuns: 2_000 },
  );
});

test('what is written otherwise, or wrong, goes the long way', () => {
  const record = countRecord();
  const { id, ...rest } = record;
  const tomorrow = { ...pathRecord(), day: '2026-12-24' };
  for (const text of [
    '',
    '{}',
    batchOf([]),
    JSON.stringify({ records: [record] }, null, 1),
    JSON.stringify({ records: [{ ...rest, id }] }),
    `${batchOf([serialiseRecord(record)])} `,
    batchOf([serialiseRecord(record)]).slice(0, -1),
    batchOf([`${serialiseRecord(record)},`]),
    batchOf([serialiseRecord({ ...record, item: 'é' })]),
    batchOf([serialiseRecord({ ...record, item: 'a"b' })]),
    batchOf([serialiseRecord({ ...record, item: 'x'.repeat(129) })]),
    batchOf([serialiseRecord({ ...record, hour: '2026-02-30T10' })]),
    batchOf([serialiseRecord(tomorrow)]),
    batchOf(Array.from({ length: 501 }, () => serialiseRecord(countRecord()))),
  ]) {
    expect(read(text), text.slice(0, 200)).toBeUndefined();
  }
});
