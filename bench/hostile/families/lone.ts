import { gzipSync } from 'node:zlib';
import { between, oneOf } from '../../load/random.ts';
import { readExpectation } from '../read-expectation.ts';
import { type Entry, frameRequest, type LoneBytes } from '../request.ts';
import { type Chance, goodRecord } from './records.ts';

const alone = { entries: [] as Entry[], ambiguous: false, requests: 1 };

/** What other protocols and no protocol at all begin with. */
export function rawBytes({ random }: Chance): LoneBytes {
  const starts = [
    Buffer.from('1603010200010001fc0303', 'hex'),
    Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    Buffer.from('SSH-2.0-x\r\n'),
    Buffer.from([0, 0, 0, 0]),
    Buffer.from('\r\n\r\n\r\n'),
    Buffer.from('GET'),
    Buffer.from('POST /v1/records HTTP/1.1\r\n\xff\xfe: x\r\n\r\n', 'latin1'),
    Buffer.from('CONNECT evil.test:443 HTTP/1.1\r\nhost: evil.test\r\n\r\n'),
    Buffer.from('*1\r\n$4\r\nPING\r\n'),
    Buffer.alloc(0),
  ];
  const noise = Buffer.from(Array.from({ length: between(random, 0, 600) }, () => between(random, 0, 255)));
  return { family: 'raw bytes', parts: [Buffer.concat([oneOf(random, starts), noise])], ...alone };
}

/** Headers without end: many, long, the same one, all of one line. */
export function headerFlood({ random }: Chance): LoneBytes {
  const start = 'POST /v1/records HTTP/1.1\r\nhost: collector.test\r\n';
  const floods = [
    () => Array.from({ length: 3_000 }, (_, at) => `x-${at}: y`).join('\r\n'),
    () => Array.from({ length: 5_000 }, () => 'a:').join('\r\n'),
    () => `x: ${'y'.repeat(200_000)}`,
    () => `${'x'.repeat(100_000)}: y`,
    () => Array.from({ length: 1_000 }, () => 'content-type: text/plain').join('\r\n'),
    () => Array.from({ length: 800 }, () => 'transfer-encoding: chunked').join('\r\n'),
  ];
  return { family: 'header flood', parts: [Buffer.from(`${start}${oneOf(random, floods)()}\r\n\r\n`)], ...alone };
}

const spaces = Buffer.alloc(400_000, ' ');

/** Longer than the collector takes: said so, said otherwise, or in chunks without end. */
export function oversized(chance: Chance): LoneBytes {
  const { random } = chance;
  const head = 'POST /v1/records HTTP/1.1\r\nhost: collector.test\r\ncontent-type: text/plain\r\n';
  const chunk = Buffer.concat([Buffer.from(`${spaces.length.toString(16)}\r\n`), spaces, Buffer.from('\r\n')]);
  const parts = oneOf(random, [
    () => [Buffer.from(`${head}content-length: ${spaces.length}\r\n\r\n`), spaces],
    () => [Buffer.from(`${head}content-length: 9007199254740991\r\n\r\n`), spaces],
    () => [Buffer.from(`${head}transfer-encoding: chunked\r\n\r\n`), chunk, chunk],
    () => [
      Buffer.from(`POST /healthz HTTP/1.1\r\nhost: collector.test\r\ncontent-length: ${spaces.length}\r\n\r\n`),
      spaces,
    ],
    () => [Buffer.from(`${head.replace('/v1/records', `/${'a'.repeat(20_000)}`)}content-length: 0\r\n\r\n`)],
  ])();
  return { family: 'oversized', parts, ...alone };
}

/** Small on the wire, some hundred megabytes when inflated; one of them would even be a good batch. */
export function makeZipBomb(): (chance: Chance) => LoneBytes {
  const blanks = gzipSync(Buffer.alloc(200 * 1_024 * 1_024, ' '), { level: 9 });
  const twice = gzipSync(blanks, { level: 9 });
  const many = Buffer.concat(Array.from({ length: 5_000 }, () => gzipSync(' ')));
  return (chance) => {
    const record = JSON.stringify(goodRecord(chance));
    const padded = gzipSync(`{"records":[${' '.repeat(500_000)}${record}]}`, { level: 1 });
    const body = oneOf(chance.random, [blanks, twice, many, padded]);
    const coding = oneOf(chance.random, ['gzip', 'gzip', 'gzip', 'gzip, gzip', 'deflate', 'br']);
    return { family: 'zip bomb', parts: [frameRequest(body, { headers: [`content-encoding: ${coding}`] })], ...alone };
  };
}

/** A good batch from someone who goes away: before the end of it, or before the answer. */
export function vanishing(chance: Chance): LoneBytes {
  const { random } = chance;
  const body = Buffer.from(JSON.stringify({ records: [goodRecord(chance)] }));
  const expected = readExpectation(body, chance.nowMs);
  const bytes = frameRequest(body);
  const cut = random() < 0.5 ? bytes.length : between(random, 1, bytes.length);
  return {
    family: 'vanishing',
    parts: [bytes.subarray(0, cut)],
    entries: expected.kind === 'batch' ? expected.entries : [],
    ambiguous: false,
    vanishes: oneOf(random, ['close', 'reset', 'half-close']),
    requests: 1,
  };
}
