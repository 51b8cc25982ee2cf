import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { lockFolder } from './folder-lock.ts';

/** A process that does nothing until it is killed. */
async function bystander() {
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  return child;
}

const lockOf = (folder: string) => join(folder, 'writer.lock');

test('a folder has one writer at a time, and nothing is left behind', async () => {
  const folder = await temporaryFolder();
  const unlock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'log-in-use' });
  await unlock();
  expect(await readdir(folder)).toEqual([]);
  await (await lockFolder(folder))();
});

test('a writer in another process is respected, and named', async () => {
  const folder = await temporaryFolder();
  const { pid } = await bystander();
  await writeFile(lockOf(folder), JSON.stringify({ pid }));
  await expect(lockFolder(folder)).rejects.toMatchObject({
    code: 'log-in-use',
    message: expect.stringContaining(`process ${pid} is writing to this log`),
  });
});

test('the lock of a process that was killed is taken over', async () => {
  const folder = await temporaryFolder();
  const child = await bystander();
  await writeFile(lockOf(folder), JSON.stringify({ pid: child.pid }));
  child.kill('SIGKILL');
  const unlock = await lockFolder(folder);
  expect(JSON.parse(await readFile(lockOf(folder), 'utf8'))).toMatchObject({ pid: process.pid });
  await unlock();
});

test('the lock of a process that has ended is taken over also while its parent has not asked for it', async ({
  skip,
}) => {
  if (process.platform !== 'linux') return skip('needs /proc');
  const folder = await temporaryFolder();
  // The shell becomes a `sleep` that never waits for the child it was given.
  const parent = spawn('/bin/sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = await once(parent.stdout, 'data');
  const pid = Number(line);
  await eventually(() => readFile(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ');
  await writeFile(lockOf(folder), JSON.stringify({ pid }));
  await (await lockFolder(folder))();
});

test('a lock is not mistaken for that of a later process with the same id', async ({ skip }) => {
  if (process.platform !== 'linux') return skip('needs /proc');
  const folder = await temporaryFolder();
  const { pid } = await bystander();
  await writeFile(lockOf(folder), JSON.stringify({ pid, startTicks: '1' }));
  await (await lockFolder(folder))();
});

test('a lock that can not be read is taken over', async () => {
  for (const text of ['', '{', 'null', '{"pid":"x"}']) {
    const folder = await temporaryFolder();
    await writeFile(lockOf(folder), text);
    await (await lockFolder(folder))();
  }
});
