import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSegments } from './segment-log.ts';
import { startProcess } from './testing/collector-process.ts';
import { eventually } from './testing/eventually.ts';
import { countRecord, pathRecord } from './testing/records.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const rounds = 8;
const clients = 8;
const recordsPerBatch = 20;

/** Posts batches, one after another, and each again until it is answered, as a browser does. */
async function client(target: () => Promise<string>, acknowledged: string[], stopped: () => boolean): Promise<void> {
  while (!stopped()) {
    const records = Array.from({ length: recordsPerBatch }, (_, index) =>
      index % 5 === 0 ? pathRecord({}, Date.now()) : countRecord({}, Date.now()),
    );
    const body = JSON.stringify({ records });
    for (;;) {
      const status = await target()
        .then((url) => fetch(`${url}/v1/records`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body }))
        .then(async (response) => {
          // A collector that dies between head and body has not answered.
          await response.text();
          return response.status;
        })
        .catch(() => undefined);
      if (status === 200) break;
      if (stopped()) return;
    }
    acknowledged.push(...records.map(({ id }) => id));
  }
}

test('what was acknowledged is in the log, once, however often the process is killed', {
  timeout: 60_000,
}, async () => {
  const data = await temporaryFolder();
  const acknowledged: string[] = [];
  const args = ['--port', '0', '--data', data, '--segment-bytes', '65536', '--rate-limit-per-minute', '0'];
  let collector = startProcess(args);
  let stopped = false;
  const running = Array.from({ length: clients }, () =>
    client(
      () => collector.url,
      acknowledged,
      () => stopped,
    ),
  );

  for (let round = 0; round < rounds; round += 1) {
    const wanted = acknowledged.length + Math.ceil(Math.random() * 4_000);
    await eventually(() => acknowledged.length).toBeGreaterThan(wanted);
    collector.child.kill('SIGKILL');
    await collector.exit;
    collector = startProcess(args);
  }
  const before = acknowledged.length;
  await eventually(() => acknowledged.length).toBeGreaterThan(before);
  stopped = true;
  await Promise.all(running);
  collector.child.kill('SIGTERM');
  expect(await collector.exit).toBe(0);

  const found: string[] = [];
  for await (const { id } of readSegments(join(data, 'log', 'default'))) found.push(id);
  const unique = new Set(found);
  expect(acknowledged.filter((id) => !unique.has(id))).toEqual([]);
  expect(found.length - unique.size).toBe(0);
});
