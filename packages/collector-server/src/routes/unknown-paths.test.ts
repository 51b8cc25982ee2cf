import { expect, test } from 'vitest';
import { collectorHere, statusAndBody } from '../testing/collector-here.ts';
import { rawAnswer } from '../testing/raw-answer.ts';

const shops = [{ name: 'a', keys: ['wk_aaaa'], origins: 'any' as const }];
const version = 'ab'.repeat(32);

test.each([
  ['/v1/records', 'GET', 'POST'],
  ['/v1/records?a=b', 'PUT', 'POST'],
  ['/models/latest.json', 'POST', 'GET, HEAD'],
  [`/models/${version}/manifest.json`, 'DELETE', 'GET, HEAD'],
  ['/healthz', 'POST', 'GET, HEAD'],
  ['/metrics', 'PATCH', 'GET, HEAD'],
  ['/v1/live', 'HEAD', 'GET'],
  ['/', 'POST', 'GET, HEAD'],
])('%s answers %s with 405, and with what it allows: %s', async (path, method, allowed) => {
  const { url } = await collectorHere();
  const response = await fetch(`${url}${path}`, { method });
  expect([response.status, response.headers.get('allow')]).toEqual([405, allowed]);
  if (method !== 'HEAD') expect(await response.json()).toMatchObject({ error: 'method-not-allowed' });
});

test('so it does below a write key, readable by a script', async () => {
  const { url } = await collectorHere({ shops });
  const response = await fetch(`${url}/k/wk_aaaa/v1/records`, { method: 'DELETE' });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
});

test.each(['QUERY', 'TRACE', 'PROPFIND'])('methods that hardly anybody knows are no exception: %s', async (method) => {
  const { port } = await collectorHere();
  const ask = (path: string) => rawAnswer(port, `${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
  expect((await ask('/v1/records')).status).toBe(405);
  expect((await ask('/nothing')).status).toBe(404);
});

test.each(['/nothing', '/v1/records/', '/v1/recordsx', '/v1', '/models', `/models/${version}/a/b`, '/k'])(
  'an unknown path stays unknown, whatever is sent there: %s',
  async (path) => {
    const { url } = await collectorHere();
    for (const init of [{}, { method: 'POST', body: '<a/>', headers: { 'content-type': 'application/xml' } }]) {
      const { status, body } = await statusAndBody(await fetch(`${url}${path}`, init));
      expect(status).toBe(404);
      expect(body).toMatchObject({ error: expect.stringMatching(/^(not-found|no-such-model)$/) });
    }
  },
);
