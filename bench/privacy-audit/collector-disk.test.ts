import { expect, test } from 'vitest';
import { logDefaults } from '../../packages/collector-server/src/log/log-options.ts';
import { storeRequests } from './collector-disk.ts';

const at = (day: number, hour: number, minute = 0) => Date.UTC(2026, 10, day, hour, minute);
const request = (atMs: number, ...records: string[]) => ({ atMs, records });

test('by default all records of a UTC day lie in one segment, whenever they came', () => {
  const stored = storeRequests(
    [request(at(24, 23, 59), 'c'), request(at(24, 0, 5), 'a'), request(at(25, 0, 1), 'd'), request(at(24, 13), 'b')],
    logDefaults,
  );
  const of = (record: string) => stored.find((each) => each.record === record);
  expect(stored).toHaveLength(4);
  expect(['a', 'b', 'c', 'd'].map((record) => of(record)?.segment)).toEqual([0, 0, 0, 1]);
  expect(of('a')?.sealedMs).toBe(at(25, 0) + 1_000);
});

test('with shorter ages a segment ends when enough requests are in it, or at its longest age', () => {
  const rule = { minBatches: 2, sealAgeMs: 60_000, maxSealAgeMs: 600_000 };
  const minutes = [0, 0.5, 2, 11, 13];
  const stored = storeRequests(
    minutes.map((minute) => request(at(24, 9, minute), `${minute}`)),
    rule,
  );
  expect(stored.map(({ segment, sealedMs }) => [segment, (sealedMs - at(24, 9)) / 60_000])).toEqual([
    [0, 1],
    [0, 1],
    [1, 11],
    [1, 11],
    [2, 23],
  ]);
});
