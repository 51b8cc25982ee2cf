import { deflateSync, gzipSync } from 'node:zlib';
import { oneOf } from '../../load/random.ts';
import { readExpectation } from '../read-expectation.ts';
import { frameRequest, type HostileRequest } from '../request.ts';
import { type Chance, goodRecord } from './records.ts';

/** Types and encodings that the collector does not take, or takes only if it says so. */
export function oddEncoding(chance: Chance): HostileRequest {
  const { random, nowMs } = chance;
  const body = Buffer.from(`{"records":[${JSON.stringify(goodRecord(chance))}]}`);
  const family = 'odd encodings';
  const expected = readExpectation(body, nowMs);
  const either = { kind: 'batch-or-refusal' as const, entries: expected.kind === 'batch' ? expected.entries : [] };
  const zipped = gzipSync(body);
  const request = (bytes: Buffer, headers: string[], contentType = 'text/plain'): HostileRequest['bytes'] =>
    frameRequest(bytes, { headers, contentType });
  const gzip = ['content-encoding: gzip'];
  const makers: (() => HostileRequest)[] = [
    () => ({ family, bytes: request(zipped, gzip), expected: either }),
    () => ({ family, bytes: request(zipped, ['content-encoding: GZIP']), expected: either }),
    () => ({ family, bytes: request(zipped, ['content-encoding: x-gzip']), expected: either }),
    () => ({ family, bytes: request(Buffer.concat([zipped, gzipSync('')]), gzip), expected: either }),
    () => ({ family, bytes: request(body, ['content-encoding: identity']), expected: either }),
    () => ({ family, bytes: request(body, ['content-encoding: gzip, identity']), expected: { kind: 'refusal' } }),
    () => ({ family, bytes: request(zipped.subarray(0, -5), gzip), expected: { kind: 'refusal' } }),
    () => ({ family, bytes: request(damaged(zipped, random), gzip), expected: either }),
    () => ({ family, bytes: request(body, gzip), expected: { kind: 'refusal' } }),
    () => ({ family, bytes: request(zipped, []), expected: { kind: 'refusal' } }),
    () => ({ family, bytes: request(Buffer.alloc(0), gzip), expected: { kind: 'refusal' } }),
    () => ({
      family,
      bytes: request(gzipSync(zipped), ['content-encoding: gzip, gzip']),
      expected: { kind: 'refusal' },
    }),
    () => ({ family, bytes: request(deflateSync(body), ['content-encoding: deflate']), expected: { kind: 'refusal' } }),
    () => ({ family, bytes: request(body, ['content-encoding: br']), expected: { kind: 'refusal' } }),
    () => ({
      family,
      bytes: request(
        body,
        [],
        oneOf(random, ['text/html', 'multipart/form-data', 'application/x-www-form-urlencoded', 'a/b;'.repeat(50)]),
      ),
      expected: { kind: 'refusal' },
    }),
    () => ({ family, bytes: request(body, ['content-type: text/plain'], 'application/json'), expected: either }),
    () => ({ family, bytes: request(body, [], ''), expected: { kind: 'refusal' } }),
  ];
  return { ...oneOf(random, makers)(), mayEnd: true };
}

/** One bit of the middle turned: the checksum must tell. */
function damaged(zipped: Buffer, random: () => number): Buffer {
  const copy = Buffer.from(zipped);
  const at = 10 + Math.floor(random() * (copy.length - 10));
  copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  return copy;
}
