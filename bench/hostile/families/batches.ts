import { between, oneOf } from '../../load/random.ts';
import { readExpectation } from '../read-expectation.ts';
import { frameRequest, type HostileRequest } from '../request.ts';
import { mutateRecord } from './mutate-record.ts';
import { batchSize, type Chance, goodRecord } from './records.ts';
import { writeOddly } from './write-json.ts';

const contentTypes = [
  'text/plain',
  'text/plain;charset=UTF-8',
  'application/json',
  'application/json; charset=utf-8',
  'TEXT/PLAIN',
];

/** A body for the records route, with what our own reading says must be answered. */
function batchRequest(family: string, body: Buffer, { random, nowMs }: Chance): HostileRequest {
  return {
    family,
    bytes: frameRequest(body, { contentType: oneOf(random, contentTypes) }),
    expected: readExpectation(body, nowMs),
  };
}

function records(chance: Chance, write: (record: Record<string, unknown>) => string): string {
  return Array.from({ length: batchSize(chance.random) }, () => write(goodRecord(chance))).join(',');
}

/** Nothing but good records, oddly written. */
export function goodBatch(chance: Chance): HostileRequest {
  const text = records(chance, (record) => writeOddly(record, chance.random));
  return batchRequest('good', Buffer.from(`{"records":[${text}]}`), chance);
}

/** Good records among such as something was done to: keys of prototypes, keys twice, wrong and odd values. */
export function mutatedRecords(chance: Chance): HostileRequest {
  const { random } = chance;
  const text = records(chance, (record) => (random() < 0.6 ? mutateRecord(record, random) : JSON.stringify(record)));
  return batchRequest('mutated records', Buffer.from(`{"records":[${text}]}`), chance);
}

/** The keys of the batch itself twice, beside others, or on a prototype. */
export function mutatedBatch(chance: Chance): HostileRequest {
  const text = records(chance, JSON.stringify);
  const bodies = [
    `{"records":[],"records":[${text}]}`,
    `{"records":[${text}],"records":[]}`,
    `{"records":[${text}],"records":[${records(chance, JSON.stringify)}]}`,
    `{"__proto__":{"records":[${text}]}}`,
    `{"records":[${text}],"__proto__":{"polluted":true}}`,
    `{"constructor":{"prototype":{"polluted":true}},"records":[${text}]}`,
    `{"records":{"0":${text.split(',')[0]},"length":1}}`,
    `{"records":[[${text}]]}`,
    `[${text}]`,
    `{"Records":[${text}]}`,
    `{"records":[${text}]}{"records":[${text}]}`,
    `{"records":[${text},]}`,
    `\ufeff{"records":[${text}]}`,
    `{"records":[${text}]} \n\t`,
    `{"records":[${text}]}\u0000`,
    `{"r\\u0065cords":[${text}]}`,
    `{'records':[${text}]}`,
    `{"records":[${text}]/**/}`,
    `{"records":[${Array(501).fill('1').join(',')}]}`,
  ];
  return batchRequest('mutated batch', Buffer.from(oneOf(chance.random, bodies)), chance);
}

/** The bytes of a good batch with some changed, lost, doubled or made invalid UTF-8. */
export function mutatedBytes(chance: Chance): HostileRequest {
  const { random } = chance;
  let body = Buffer.from(`{"records":[${records(chance, JSON.stringify)}]}`);
  for (let times = between(random, 1, 3); times > 0; times -= 1) {
    const at = between(random, 0, body.length);
    const [before, after] = [body.subarray(0, at), body.subarray(at)];
    const cut = between(random, 0, Math.min(20, after.length));
    const kind = between(random, 0, 5);
    if (kind === 0) body = Buffer.concat([before, Buffer.from([between(random, 0, 255)]), after.subarray(1)]);
    else if (kind === 1) body = Buffer.concat([before, after.subarray(cut)]);
    else if (kind === 2) body = Buffer.concat([before, after.subarray(0, cut), after]);
    else if (kind === 3) body = Buffer.from(before);
    else body = Buffer.concat([before, oneOf(random, insertions), after]);
  }
  return batchRequest('mutated bytes', body, chance);
}

const insertions = [
  [0xff],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xe2, 0x28, 0xa1],
  [0x80],
  [0xc3],
  [0xfe, 0xff],
  [0],
  [0x5c],
  [0x22],
  [0x7b],
  [0x5d],
  [0x2c],
  [0x0a],
  [0xef, 0xbb, 0xbf],
  [0xc3, 0xa9],
  [0x5c, 0x75, 0x30, 0x30],
].map((bytes) => Buffer.from(bytes));

/** Random bytes, and JSON that is anything else than a batch. */
export function notABatch(chance: Chance): HostileRequest {
  const { random } = chance;
  const texts = [
    '',
    'null',
    '1',
    '"records"',
    '[]',
    '{}',
    '{"records":null}',
    '{"records":[]}',
    '{"records":"x"}',
    'NaN',
    '-',
    '"',
    '{"',
    '1e999',
    '[1,2',
    'true',
  ];
  const body =
    random() < 0.5
      ? Buffer.from(oneOf(random, texts))
      : Buffer.from(Array.from({ length: between(random, 1, 400) }, () => between(random, 0, 255)));
  return batchRequest('not a batch', body, chance);
}

/** Nested as deep as the body's limit lets it, in each place where a parser or a checker could follow. */
export function deepBatch(chance: Chance): HostileRequest {
  const { random } = chance;
  const depth = oneOf(random, [100, 3_000, 30_000, 100_000]);
  const [open, close] = oneOf(random, [
    ['[', ']'],
    ['{"a":', '}'],
  ]);
  const most = Math.min(depth, Math.floor(200_000 / (open.length + 1)));
  const deep = random() < 0.2 ? open.repeat(most) : `${open.repeat(most)}1${close.repeat(most)}`;
  const good = JSON.stringify(goodRecord(chance));
  const bodies = [
    deep,
    `{"records":${deep}}`,
    `{"records":[${good},${deep}]}`,
    `{"records":[${good.slice(0, -1)},"more":${deep}}]}`,
    `{"records":[${good.replace(/"kind":"\w+"/, `"kind":${deep}`)}]}`,
    `{"records":[${good}],"more":${deep}}`,
  ];
  return batchRequest('deep JSON', Buffer.from(oneOf(random, bodies)), chance);
}
