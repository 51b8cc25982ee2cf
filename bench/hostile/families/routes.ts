import { between, oneOf } from '../../load/random.ts';
import { frameRequest, type HostileRequest } from '../request.ts';
import type { Chance } from './records.ts';

const targets = [
  '/',
  '/healthz',
  '/readyz',
  '/metrics',
  '/v1/records',
  '/v1/records/',
  '/v1//records',
  '/V1/RECORDS',
  '/v1/records?x=1',
  '/v1/records#x',
  '/models/latest.json',
  '/models/../../../../etc/passwd',
  '/models/%2e%2e/%2e%2e/etc/passwd',
  '/models/..%2f..%2fetc%2fpasswd',
  '/models/%00',
  '/models/%ff%fe',
  '/models/%',
  '/models/a/b/c',
  '/sdk/..\\..\\x',
  '/sdk/%5c..%5c',
  '//evil.test/',
  '/.git/config',
  '/__proto__',
  '/constructor',
  '/models/__proto__/toString',
  '/%u0041',
  `/${'a'.repeat(2_000)}`,
  `/models/${'a/'.repeat(500)}`,
  'http://collector.test/healthz',
  'http://user:pass@evil.test/v1/records',
  '*',
  '/v1/records;x=y',
  '/openapi.json',
  '/docs',
];
const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'PATCH',
  'TRACE',
  'PROPFIND',
  'SEARCH',
  'LINK',
  'QUERY',
  'M-SEARCH',
];
const oddHeaders = [
  'origin: null',
  'origin: https://evil.test',
  'access-control-request-method: POST',
  'access-control-request-headers: x',
  'range: bytes=0-1,2-',
  'range: bytes=-99999999999',
  'if-none-match: "x"',
  'if-modified-since: yesterday',
  'x-forwarded-for: ::1',
  'x-http-method-override: DELETE',
  'cookie: a=b',
  'accept: */*;q=x',
  'authorization: Basic ????',
  'forwarded: for=_x',
  'x-original-url: /metrics',
  'te: trailers',
  'accept-encoding: gzip, zstd, br',
  'content-type: text/plain',
  'referer: \u00ff',
  'sec-gpc: 1',
];

/** Any path with any method and headers: answered, and never with a failure of ours. */
export function anyRoute({ random }: Chance): HostileRequest {
  const method = oneOf(random, methods);
  const headers = Array.from({ length: between(random, 0, 4) }, () => oneOf(random, oddHeaders));
  const body = method === 'GET' || method === 'HEAD' ? Buffer.alloc(0) : Buffer.from(oneOf(random, ['', '{}', 'x']));
  const bytes = frameRequest(body, { method, target: oneOf(random, targets), contentType: '', headers });
  return { family: 'any route', bytes, head: method === 'HEAD', expected: { kind: 'any' } };
}
