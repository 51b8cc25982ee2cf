import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { makeClock } from './clock.ts';

const run = promisify(execFile);
const program = 'console.log(JSON.stringify([Date.now(), new Date().getTime(), new Date(5).getTime()]))';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'edgecart-clock-test-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function clockOf(settings: {
  nodeArgs?: readonly string[] | undefined;
  env?: Record<string, string> | undefined;
}) {
  const env = { PATH: process.env.PATH, ...settings.env };
  const { stdout } = await run(process.execPath, [...(settings.nodeArgs ?? []), '-e', program], { env });
  return JSON.parse(stdout) as [number, number, number];
}

test('the clock that is found here is off by what it was set to', async () => {
  const clock = await makeClock(await folder());
  for (const offsetS of [0, 86_400, -3_600]) {
    await clock.set(offsetS);
    const [now, made, fixed] = await clockOf(clock.settings);
    expect(Math.abs(now - offsetS * 1_000 - Date.now())).toBeLessThan(20_000);
    expect(Math.abs(made - now)).toBeLessThan(1_000);
    expect(fixed).toBe(5);
  }
});

test('so is the one that is used where there is no libfaketime', async () => {
  const path = await folder();
  const clock = await makeClock(path);
  await clock.set(-86_400);
  const preload = fileURLToPath(new URL('clock-preload.ts', import.meta.url));
  const [now] = await clockOf({ nodeArgs: ['--import', preload], env: { EDGECART_CLOCK_FILE: join(path, 'clock') } });
  expect(Math.abs(now + 86_400_000 - Date.now())).toBeLessThan(20_000);
});
