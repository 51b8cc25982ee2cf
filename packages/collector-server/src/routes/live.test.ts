import { describe, expect, onTestFinished, test } from 'vitest';
import { collectorHere, post, statusAndBody } from '../testing/collector-here.ts';
import { eventually } from '../testing/eventually.ts';
import { countRecord } from '../testing/records.ts';
import { maxListeners } from './live.ts';

/** Opens the stream and gathers its text. */
async function listen(url: string) {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(`${url}/v1/live`, { signal: abort.signal });
  const stream = { text: '', ended: false };
  const decoder = new TextDecoder();
  const read = async () => {
    for await (const chunk of response.body ?? []) stream.text += decoder.decode(chunk, { stream: true });
    stream.ended = true;
  };
  read().catch(() => {});
  return { response, stream, abort };
}

describe('the live stream', () => {
  test('begins with where things stand and goes on with what arrives', async () => {
    const collector = await collectorHere();
    const { response, stream } = await listen(collector.url);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    await eventually(() => stream.text).toContain('"records":[]');
    await post(collector, JSON.stringify({ records: [countRecord({ item: 'live-item' }, Date.now())] }));
    await eventually(() => stream.text).toContain('"item":"live-item"');
  });

  test('has a bounded number of listeners, and room again when one leaves', async () => {
    const { url } = await collectorHere();
    const listeners = await Promise.all(Array.from({ length: maxListeners }, () => listen(url)));
    const refused = await fetch(`${url}/v1/live`);
    expect(refused.headers.get('retry-after')).toBe('30');
    expect(await statusAndBody(refused)).toMatchObject({ status: 503, body: { error: 'too-many-listeners' } });
    listeners[0]?.abort.abort();
    const statusNow = async () => {
      const again = await listen(url);
      if (again.response.status !== 200) again.abort.abort();
      return again.response.status;
    };
    await eventually(statusNow).toBe(200);
  });

  test('is not opened by a request for its head', async () => {
    const { url } = await collectorHere();
    expect((await fetch(`${url}/v1/live`, { method: 'HEAD' })).status).toBe(405);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('edgecart_live_listeners 0');
  });

  test('ends when the collector closes', async () => {
    const collector = await collectorHere();
    const { stream } = await listen(collector.url);
    await collector.close();
    await eventually(() => stream.ended).toBe(true);
  });
});

describe('the live page', () => {
  test('comes with its parts and a policy that allows nothing else', async () => {
    const { url } = await collectorHere();
    for (const [path, type] of [
      ['/', 'text/html; charset=utf-8'],
      ['/live/live.css', 'text/css; charset=utf-8'],
      ['/live/live.js', 'text/javascript; charset=utf-8'],
    ]) {
      const response = await fetch(`${url}${path}`);
      expect(response.headers.get('content-type')).toBe(type);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await response.text()).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
    }
  });

  test('can be left out', async () => {
    const { url } = await collectorHere({ live: false });
    for (const path of ['/', '/v1/live']) expect((await fetch(`${url}${path}`)).status).toBe(404);
  });
});
