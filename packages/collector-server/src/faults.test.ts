import { rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SegmentLog } from './log/segment-log.ts';
import { readPayloads, readSegments } from './segment-log.ts';
import { startProcess } from './testing/collector-process.ts';
import { eventually } from './testing/eventually.ts';
import { countRecord } from './testing/records.ts';
import { smallDisk } from './testing/small-disk.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

async function texts(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { payload } of readPayloads(folder)) found.push(payload.toString());
  return found;
}

describe('a disk that is really full', () => {
  test('refuses, keeps what it acknowledged, and goes on when there is room', async ({ skip }) => {
    const folder = smallDisk(await temporaryFolder(), 256);
    if (folder === undefined) return skip('mounting a small disk is not allowed here');
    const ballast = join(folder, 'ballast');
    await writeFile(ballast, Buffer.alloc(128 * 1024));
    const log = await SegmentLog.open({ folder, recheckMs: 20 });
    onTestFinished(() => log.close());

    const acknowledged: string[] = [];
    let refusal: string | undefined;
    for (let index = 0; refusal === undefined; index += 1) {
      const text = `${index} `.padEnd(3_000, 'x');
      const result = await log.append([text]);
      if (result.kind === 'refused') refusal = result.reason;
      else acknowledged.push(text);
    }
    expect(refusal).toBe("the log can't be written (ENOSPC)");
    expect(await texts(folder)).toEqual(acknowledged);

    await rm(ballast);
    await eventually(() => log.state.kind).toBe('open');
    expect(await log.append(['there is room again'])).toEqual({ kind: 'durable' });
    expect(await texts(folder)).toEqual([...acknowledged, 'there is room again']);
  });
});

describe('a folder that is gone', () => {
  test('stops the log when the next segment is due, and lets it go on when the folder is back', async () => {
    const folder = join(await temporaryFolder(), 'log');
    const log = await SegmentLog.open({ folder, segmentBytes: 100, recheckMs: 20 });
    onTestFinished(() => log.close());
    await log.append(['a'.repeat(80)]);
    await rename(folder, `${folder}.away`);
    await writeFile(folder, 'a file where the folder was');
    expect(await log.append(['b'.repeat(80)])).toMatchObject({ kind: 'refused' });
    expect(log.state).toEqual({ kind: 'failed', reason: "the log can't be written (ENOTDIR)" });

    await rm(folder);
    await rename(`${folder}.away`, folder);
    await eventually(() => log.state.kind).toBe('open');
    await log.append(['c'.repeat(80)]);
    expect(await texts(folder)).toEqual(['a'.repeat(80), 'c'.repeat(80)]);
  });

  test('keeps the collector from starting, with one line that says what to do', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    const collector = startProcess(['--port', '0', '--data', file]);
    expect(await collector.exit).toBe(1);
    expect(collector.output()).toContain(`edgecart-collector: ${file}/log: the log can't be written here (ENOTDIR)`);
    expect(collector.output()).toContain('Choose a writable folder with --data.');
    expect(collector.output()).not.toContain('at ');
  });

  test('keeps it from starting too when the segment can not be written to', async ({ skip }) => {
    if (process.platform !== 'linux') return skip('needs /dev/full');
    const folder = await temporaryFolder();
    await symlink('/dev/full', join(folder, '00000000000000000001.open'));
    await expect(SegmentLog.open({ folder })).rejects.toMatchObject({ code: 'data-unwritable' });
  });
});

describe('a limit on the size of files', () => {
  test('ends in 503 with Retry-After, a reason at /readyz, and nothing lost', async ({ skip }) => {
    if (process.platform === 'win32') return skip('needs RLIMIT_FSIZE');
    const data = await temporaryFolder();
    const collector = startProcess(['--port', '0', '--data', data, '--rate-limit-per-minute', '0'], { fileKib: 32 });
    const url = await collector.url;
    const acknowledged: string[] = [];
    let response: Response;
    for (;;) {
      const records = Array.from({ length: 20 }, () => countRecord({}, Date.now()));
      response = await fetch(`${url}/v1/records`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: JSON.stringify({ records }),
      });
      if (response.status !== 200) break;
      acknowledged.push(...records.map(({ id }) => id));
    }
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    const reason = "the log can't be written (EFBIG)";
    expect(await response.json()).toEqual({ error: 'log-unavailable', reason });
    const ready = await fetch(`${url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ error: 'log-failed', reason, log: { state: 'failed', reason } });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);

    const found: string[] = [];
    for await (const { id } of readSegments(join(data, 'log', 'default'))) found.push(id);
    expect(found).toEqual(acknowledged);
    collector.child.kill('SIGTERM');
    expect(await collector.exit).toBe(0);
  });
});
