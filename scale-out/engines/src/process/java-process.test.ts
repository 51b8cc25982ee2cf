import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { JavaProcess } from './java-process.ts';
import { until } from './until.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'edgecart-process-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

// Node in Java's place: it starts in no time, and to us one process is like another.
const start = (code: string, restarts?: number) =>
  new JavaProcess({
    ...{ name: 'The sleeper', java: process.execPath, logFile: join(folder, 'log') },
    arguments: ['-e', `console.log('began'); ${code}`],
    ...(restarts === undefined ? {} : { restarts }),
  });
const begun = () => readFileSync(join(folder, 'log'), 'utf8').split('began').length - 1;

test('what ends by itself is started again as often as was asked for, and then tells its last words', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  const failing = start(`console.log('no memory'); process.exit(1)`, 2);
  await failing.ended;
  expect(begun()).toBe(3);
  expect(warn).toHaveBeenCalledTimes(2);
  expect(warn.mock.calls[0]?.[0]).toMatch(/The sleeper ended by itself and is started again\. .*no memory/s);
  expect(() => failing.check()).toThrow(/^The sleeper ended\. The end of .*no memory/s);
});

test('what was killed stays dead', async () => {
  const sleeping = start('setInterval(() => {}, 1000)', 2);
  await until('Its beginning', () => (begun() > 0 ? true : undefined));
  expect(() => sleeping.check()).not.toThrow();
  await sleeping.kill();
  expect(begun()).toBe(1);
  expect(() => sleeping.check()).toThrow('The sleeper ended.');
  await sleeping.kill();
});

test('waiting ends with the worker, and at the end of patience says what it said last', async () => {
  await expect(until('Rain', () => undefined, { workers: [start('')] })).rejects.toThrow(/^The sleeper ended\./);
  writeFileSync(join(folder, 'log'), '');
  const sleeping = start(`console.log('still dry'); setInterval(() => {}, 1000)`);
  await until('Its words', () => (readFileSync(join(folder, 'log'), 'utf8').includes('dry') ? true : undefined));
  const patience = { timeoutMs: 300, workers: [sleeping] };
  await expect(until('Rain', () => undefined, patience)).rejects.toThrow(
    /Rain did not come within 0\.3 s\.\n.*still dry/s,
  );
  await sleeping.kill();
});

test('an answer that fails is asked for again', async () => {
  let asked = 0;
  const answer = () => {
    asked += 1;
    if (asked < 3) throw new Error('not yet');
    return asked;
  };
  expect(await until('An answer', answer)).toBe(3);
});
