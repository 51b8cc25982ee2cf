import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import { readSegments } from '../segment-log.ts';
import { collectorHere, post } from '../testing/collector-here.ts';
import { eventually } from '../testing/eventually.ts';
import { countRecord } from '../testing/records.ts';

/** Every thread that a collector of this file has started. */
const threads = vi.hoisted(() => [] as Worker[]);
vi.mock('../thread-file.ts', async (original) => {
  const module = await original<typeof import('../thread-file.ts')>();
  const ended = (thread: Worker) => {
    threads.push(thread);
    return module.ended(thread);
  };
  return { ...module, ended };
});

const batch = (...records: unknown[]) => JSON.stringify({ records });
const record = () => countRecord({}, Date.now());

async function idsIn(folder: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of readSegments(folder)) ids.push(id);
  return ids;
}

/** Connections of their own, so that the system spreads them over the threads. */
const apart = { connection: 'close' };

test('threads share a port, and a retry that reaches another one is stored once', async () => {
  const collector = await collectorHere({ workers: 3 });
  const bodies = Array.from({ length: 40 }, () => batch(record()));
  for (const body of bodies) expect((await post(collector, body, apart)).status).toBe(200);
  for (const body of bodies) {
    expect(await (await post(collector, body, apart)).json()).toEqual({ stored: 0, duplicates: 1, errors: [] });
  }
  expect(await idsIn(collector.logFolder)).toHaveLength(40);
  const perWorker = await Promise.all(
    [0, 1, 2].map((worker) => idsIn(join(collector.logFolder, 'default', `records-${worker}`))),
  );
  expect(perWorker.filter((ids) => ids.length > 0).length).toBeGreaterThan(1);
});

test('two requests with the same record at the same time store it once, whichever threads they reach', async () => {
  const collector = await collectorHere({ workers: 2 });
  for (let round = 0; round < 20; round += 1) {
    const body = batch(record());
    const answers = await Promise.all(
      Array.from({ length: 6 }, async () => (await post(collector, body, apart)).json()),
    );
    expect(answers.filter(({ stored }) => stored === 1)).toHaveLength(1);
    expect(answers.filter(({ duplicates }) => duplicates === 1)).toHaveLength(5);
  }
});

test('whichever thread is asked, metrics and live page are those of all', async () => {
  const collector = await collectorHere({ workers: 2 });
  for (let index = 0; index < 20; index += 1) await post(collector, batch(record()), apart);
  for (let asked = 0; asked < 4; asked += 1) {
    const metrics = await (await fetch(`${collector.url}/metrics`, { headers: apart })).text();
    expect(metrics).toContain('edgecart_records_stored_total{shop="default",kind="count"} 20');
    expect(metrics.match(/^edgecart_log_bytes/gm)).toHaveLength(1);
  }
  const live = await fetch(`${collector.url}/v1/live`);
  let text = '';
  const reading = (async () => {
    for await (const chunk of live.body ?? []) text += Buffer.from(chunk).toString();
  })();
  await eventually(() => text).toContain('"count":20');
  await collector.close();
  await reading;
});

test('a thread that dies is started again, and what it had answered stays answered', async () => {
  const notices: string[] = [];
  const before = threads.length;
  const collector = await collectorHere({ workers: 2, onNotice: (notice) => notices.push(notice) });
  const bodies = Array.from({ length: 20 }, () => batch(record()));
  for (const body of bodies) expect((await post(collector, body, apart)).status).toBe(200);

  // The first thread that was started is the keeper's.
  for (const thread of threads.slice(before + 1)) await thread.terminate();
  await eventually(() => notices.filter((notice) => notice.includes('is started again'))).toHaveLength(2);
  const statusOf = (body: string) =>
    post(collector, body, apart).then(
      ({ status }) => status,
      () => 0,
    );
  await eventually(() => statusOf(batch(record()))).toBe(200);
  for (const body of bodies) {
    await eventually(() =>
      post(collector, body, apart).then(
        (answer) => answer.json(),
        () => undefined,
      ),
    ).toEqual({
      stored: 0,
      duplicates: 1,
      errors: [],
    });
  }
});

test('the keeper is started again when it dies', async () => {
  const notices: string[] = [];
  const before = threads.length;
  const options = { minBatches: 0, sealAgeMs: 5, maxSealAgeMs: 5 };
  const collector = await collectorHere({ ...options, onNotice: (notice) => notices.push(notice) });
  await threads[before]?.terminate();
  await eventually(() => notices.join()).toContain('the keeper of the log died');
  await post(collector, batch(record()));
  await eventually(async () => (await fetch(`${collector.url}/readyz`)).status).toBe(200);
  const folder = join(collector.logFolder, 'default', 'records-0');
  await eventually(async () => (await readdir(folder)).filter((name) => name.endsWith('.log'))).toHaveLength(1);
});
