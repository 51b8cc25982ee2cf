import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cpuUs } from '../cpu-time.ts';
import { startCollector, startRaw } from '../servers/start-servers.ts';
import { LoadGenerator } from './load-generator.ts';
import { recordsPerRequest } from './sample-batch.ts';

async function startLoad(): Promise<LoadGenerator> {
  const load = await LoadGenerator.start();
  onTestFinished(() => load.stop());
  return load;
}

test('the collector stores every record of every request', { timeout: 60_000 }, async () => {
  const data = await mkdtemp(join(tmpdir(), 'edgecart-bench-'));
  const collector = await startCollector(data);
  onTestFinished(async () => {
    await collector.stop();
    await rm(data, { recursive: true, force: true });
  });
  const load = await startLoad();
  const go = await load.prepare({ urls: [collector.url], connections: 8, seconds: 0.5 });
  const beforeUs = cpuUs(collector.pid);
  const outcome = await go();

  expect(outcome.requests).toBeGreaterThan(0);
  expect(outcome.statuses).toEqual({ 200: outcome.requests });
  expect(outcome.faults).toEqual({});
  expect(cpuUs(collector.pid)).toBeGreaterThan(beforeUs);
  const metrics = await (await fetch(`${collector.url}/metrics`)).text();
  const stored = [...metrics.matchAll(/^edgecart_records_stored_total\{.*\} (\d+)$/gm)].map(([, count]) =>
    Number(count),
  );
  expect(stored.reduce((sum, count) => sum + count, 0)).toBe(outcome.requests * recordsPerRequest);
  expect(metrics).toMatch(/^edgecart_records_duplicate_total(\{.*\})? 0$/m);
});

test('a load of so many requests a second is not more than that', { timeout: 60_000 }, async () => {
  const server = await startRaw();
  onTestFinished(() => server.stop());
  const load = await startLoad();
  const outcome = await (await load.prepare({ urls: [server.url], connections: 10, seconds: 1, requestsPerS: 200 }))();
  expect(outcome.requests).toBeGreaterThan(20);
  expect(outcome.requests).toBeLessThanOrEqual(210);
});

test('a server that is gone is told as such', { timeout: 60_000 }, async () => {
  const server = await startRaw();
  await server.stop();
  const load = await startLoad();
  await expect(load.prepare({ urls: [server.url], connections: 1, seconds: 1 })).rejects.toThrow(/ECONNREFUSED/);
});
