import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startCollector } from './collector.ts';
import { collectorHere, post, statusAndBody } from './testing/collector-here.ts';
import { countRecord, pathRecord } from './testing/records.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

describe('starting', () => {
  test('on a port that is taken fails with a code of its own, and leaves the folder free', async () => {
    const { port } = await collectorHere();
    const data = await temporaryFolder();
    await expect(startCollector({ port, data })).rejects.toMatchObject({
      code: 'port-busy',
      message: `port ${port} on 127.0.0.1 is taken: choose another with --port, or 0 for any free one`,
    });
    await collectorHere({ data });
  });

  test('on a folder that another collector writes to fails, naming the way out', async () => {
    const data = await temporaryFolder();
    await collectorHere({ data });
    await expect(startCollector({ port: 0, data })).rejects.toMatchObject({
      code: 'log-in-use',
      message: expect.stringContaining('--data'),
    });
  });

  test('on an address that is not of this machine fails, naming the option', async () => {
    const data = await temporaryFolder();
    await expect(startCollector({ port: 0, data, host: '192.0.2.1' })).rejects.toMatchObject({
      code: 'cannot-listen',
      message: expect.stringContaining('--host'),
    });
  });

  test('with a wrong option fails, naming it', async () => {
    const folder = await temporaryFolder();
    const data = join(folder, 'never made');
    await expect(startCollector({ data, port: 70_000 })).rejects.toMatchObject({
      code: 'bad-option',
      message: 'port must be a whole number from 0 to 65535, not 70000',
    });
    await expect(startCollector({ data, sdk: join(data, 'nowhere') })).rejects.toMatchObject({ code: 'bad-option' });
    expect(await readdir(folder)).toEqual([]);
    await writeFile(join(folder, 'file'), '');
    await expect(startCollector({ data, models: join(folder, 'file', 'models') })).rejects.toMatchObject({
      code: 'bad-option',
      message: expect.stringMatching(/^--models must be a folder, and .* can't be made \(ENOTDIR\)$/),
    });
  });
});

test('the files of the SDK are served to script tags of any origin, cached for minutes', async () => {
  const sdk = await temporaryFolder();
  await writeFile(join(sdk, 'edgecart.js'), 'window.edgecart = 1;');
  await mkdir(join(sdk, '.git'));
  await writeFile(join(sdk, '.git', 'config'), 'secret');
  const { url } = await collectorHere({ sdk });
  const response = await fetch(`${url}/sdk/edgecart.js`, { headers: { origin: 'https://shop.example' } });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^(text|application)\/javascript/);
  expect(response.headers.get('cache-control')).toBe('public, max-age=300');
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect((await fetch(`${url}/sdk/.git/config`)).status).toBe(404);
  expect((await fetch(`${url}/sdk/nothing.js`)).status).toBe(404);
});

describe('metrics', () => {
  test('count what was stored, repeated and refused, and say nothing of who or what', async () => {
    const collector = await collectorHere();
    const records = [countRecord({ item: 'item-of-metrics-test' }, Date.now()), pathRecord({}, Date.now())];
    await post(collector, JSON.stringify({ records }), { 'user-agent': 'agent-of-metrics-test' });
    await post(collector, JSON.stringify({ records: [records[0], { ...records[1], day: 'x' }, 'x'] }));
    await post(collector, 'x');
    const response = await fetch(`${collector.url}/metrics`);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const page = await response.text();
    const lines = page.split('\n');
    expect(lines).toContain('edgecart_records_stored_total{shop="default",kind="count"} 1');
    expect(lines).toContain('edgecart_records_stored_total{shop="default",kind="path"} 1');
    expect(lines).toContain('edgecart_records_duplicate_total{shop="default"} 1');
    expect(lines).toContain('edgecart_records_refused_total{shop="default",reason="value"} 1');
    expect(lines).toContain('edgecart_records_refused_total{shop="default",reason="not-an-object"} 1');
    expect(lines).toContain('edgecart_requests_total{route="/v1/records",status="200"} 1');
    expect(lines).toContain('edgecart_requests_total{route="/v1/records",status="207"} 1');
    expect(lines).toContain('edgecart_requests_total{route="/v1/records",status="400"} 1');
    expect(lines).toContain('edgecart_log_sync_seconds_count 1');
    expect(lines).toContain('edgecart_log_refusing{shop="default"} 0');
    for (const text of ['item-of-metrics-test', 'agent-of-metrics-test', '127.0.0.1']) expect(page).not.toContain(text);
  });

  test('do not grow with what is asked for', async () => {
    const { url } = await collectorHere();
    for (let index = 0; index < 20; index += 1) await fetch(`${url}/made-up-${index}`);
    const page = await (await fetch(`${url}/metrics`)).text();
    expect(page).not.toContain('made-up');
    expect(page).toContain('edgecart_requests_total{route="none",status="404"} 20');
  });

  test('are text that Prometheus can read', async () => {
    const { url } = await collectorHere();
    const page = await (await fetch(`${url}/metrics`)).text();
    const line =
      /^(# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge|histogram))|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.e+-]+)$/;
    for (const text of page.trimEnd().split('\n')) expect(text).toMatch(line);
  });
});

test('/healthz and /readyz answer, and unknown paths are refused in JSON', async () => {
  const { url } = await collectorHere();
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({
    status: 'ready',
    log: { state: 'open' },
    kafka: { state: 'off' },
  });
  const unknown = await fetch(`${url}/v1/record`);
  expect(await statusAndBody(unknown)).toMatchObject({ status: 404, body: { error: 'not-found' } });
});
