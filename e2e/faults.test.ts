import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { root } from '../scripts/run-command.ts';

const run = promisify(execFile);

/** Runs a bench as its command does; answers with its last line, and with all of its output where something failed. */
async function lastLine(script: string, args: readonly string[]): Promise<Record<string, unknown>> {
  const command = ['--conditions=@edgecart/source', join(root, 'bench', script), ...args];
  const { stdout } = await run(process.execPath, command, { maxBuffer: 1e8 }).catch((error: { stdout?: string }) => {
    throw new Error(`bench/${script} ${args.join(' ')} failed:\n${error.stdout}`);
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Record<string, unknown>;
}

test('whatever happens to a collector, what it acknowledged is in its log and in Kafka, once', {
  timeout: 480_000,
}, async () => {
  const result = await lastLine('faults.ts', ['--short']);
  expect(result).toMatchObject({ lost: 0, duplicated: 0, rubbish: 0, findings: 0 });
  expect(result.kills).toBeGreaterThan(10);
  expect(result.acknowledged).toBeGreaterThan(10_000);
  expect(result.found).toBe(result.acknowledged);
});

test('whatever is sent to a collector, it stores good records only, and goes on', { timeout: 240_000 }, async () => {
  const result = await lastLine('hostile.ts', ['--short']);
  expect(result).toMatchObject({ lost: 0, duplicated: 0, rubbish: 0, findings: 0 });
  expect(result.requests).toBeGreaterThanOrEqual(20_000);
});
