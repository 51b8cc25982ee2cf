import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublishedInsights } from '@edgecart/insights';
import { expect, test } from 'vitest';
import { collectorHere, post } from '../testing/collector-here.ts';
import { countRecord } from '../testing/records.ts';
import { smallDisk } from '../testing/small-disk.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const counts = (times: number) =>
  JSON.stringify({
    records: Array.from({ length: times }, () => countRecord({ item: 'tea', type: 'add_to_cart' }, Date.now())),
  });

/** The insights' thread starts twice here. */
const soon = <Value>(read: () => Value) => expect.poll(read, { timeout: 60_000, interval: 50 });

const health = async (url: string) =>
  ((await (await fetch(`${url}/v1/insights`)).json()) as PublishedInsights).health ?? { clean: 0, troubles: [] };

test('a disk that is really full stops no counting and no intake: the trouble is told, and written down is what came when there is room', {
  timeout: 180_000,
}, async ({ skip }) => {
  const data = await temporaryFolder();
  const folder = join(data, 'insights');
  await mkdir(folder);
  if (smallDisk(folder, 512) === undefined) return skip('mounting a small disk is not allowed here');
  const collector = await collectorHere({ data, insights: true });
  await post(collector, counts(30));
  await soon(async () => (await health(collector.url)).checkpointMs).toBeGreaterThanOrEqual(0);

  const ballast = join(folder, 'ballast');
  await writeFile(ballast, Buffer.alloc(512 * 1024)).catch(() => {});
  expect((await post(collector, counts(40))).status).toBe(200);
  await soon(async () => (await health(collector.url)).troubles.join()).toContain('ENOSPC');
  const full = await health(collector.url);
  expect(full.troubles).toEqual([expect.stringMatching(/^the state can't be written down: .*is the disk full\?$/)]);
  expect(full.clean).toBe(70);
  expect((await post(collector, counts(5))).status).toBe(200);
  await soon(async () => (await health(collector.url)).clean).toBe(75);

  await rm(ballast);
  await soon(async () => (await health(collector.url)).troubles).toEqual([]);
  await collector.close();
  const again = await collectorHere({ data, insights: true });
  await soon(async () => (await health(again.url)).clean).toBe(75);
  expect((await health(again.url)).dropped.duplicate).toBe(0);
});
