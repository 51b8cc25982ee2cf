import { between, oneOf } from '../../load/random.ts';

type Fields = Record<string, unknown>;

const wrongKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'session',
  'user',
  'ip',
  '',
  'ID',
  'id ',
  'κind',
];
const wrongValues: unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e300,
  -0,
  2 ** 53,
  '',
  ' ',
  'x',
  [],
  {},
  [[]],
  ['a'],
  [null, null],
  { a: 1 },
  '__proto__',
  'none',
  'a'.repeat(129),
  'a'.repeat(20_000),
  '😀'.repeat(128),
  '😀'.repeat(129),
  'e\u0301'.repeat(65),
  ['a', 'a'],
  Array(9).fill('a'),
  Array(2_000).fill('a'),
  { model: 'none', slot: 200 },
  { model: 'none', slot: 1, arm: 8 },
  { model: 'none', slot: 1, arm: 'anna' },
  { model: 'NONE', slot: 1 },
  { model: 'none', slot: 1, more: 1 },
  { slot: 1 },
  '2026-11-23T09',
  '2026-11-23',
  '2026-02-30',
  '2026-13-01T00',
  '2026-11-23T24',
  '9999-12-31',
  '0000-01-01T00',
  '2026-11-23T09:00',
  '٢٠٢٦-١١-٢٣',
  'F'.repeat(32),
  '0'.repeat(31),
  `${'0'.repeat(32)}\n`,
  `${'0'.repeat(31)}é`,
  'count',
  'path',
  'COUNT',
];

const knownKeys = [
  'id',
  'kind',
  'type',
  'item',
  'items',
  'hour',
  'day',
  'bought',
  'quantityBand',
  'priceBand',
  'shown',
];

/** JSON text of a record to which one to three things were done; whether it is still good is for others to say. */
export function mutateRecord(record: Fields, random: () => number): string {
  // As pairs, not as an object: keys may stand twice, and `__proto__` must stay a key.
  const pairs: [string, string][] = Object.entries(record).map(([key, value]) => [key, JSON.stringify(value)]);
  for (let times = between(random, 1, 3); times > 0; times -= 1) oneOf(random, changes)(pairs, random);
  return `{${pairs.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`;
}

type Change = (pairs: [string, string][], random: () => number) => void;

const value = (random: () => number): string =>
  random() < 0.1
    ? oneOf(random, ['1e400', '-1e-400', '0.1e1', '-0', '1E2', '123456789012345678901234567890'])
    : JSON.stringify(oneOf(random, wrongValues));

const changes: Change[] = [
  (pairs, random) => void pairs.splice(between(random, 0, pairs.length - 1), 1),
  (pairs, random) => void pairs.push([oneOf(random, wrongKeys), value(random)]),
  (pairs, random) => void pairs.push([oneOf(random, knownKeys), value(random)]),
  (pairs, random) => void pairs.unshift([oneOf(random, knownKeys), value(random)]),
  (pairs, random) => {
    const pair = pairs[between(random, 0, pairs.length - 1)];
    if (pair) pair[1] = value(random);
  },
  (pairs, random) => {
    const pair = pairs[between(random, 0, pairs.length - 1)];
    if (pair) pair[0] = random() < 0.5 ? oneOf(random, knownKeys) : pair[0].toUpperCase();
  },
  (pairs, random) => {
    const pair = pairs[between(random, 0, pairs.length - 1)];
    if (pair) pair[1] = random() < 0.5 ? `[${pair[1]}]` : `{"value":${pair[1]}}`;
  },
];
