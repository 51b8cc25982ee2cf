import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/run-command.ts';
import { fuzzModel } from './fuzz-model.ts';
import { fuzzProtocol } from './fuzz-protocol.ts';
import { fuzzWorker } from './fuzz-worker.ts';

test('the built worker answers every call, whatever events it is told', async () => {
  const run = await fuzzWorker(join(root, 'packages/sdk/dist/edgecart-worker.js'), 6_000, 7);
  expect(run.failed).toEqual([]);
  expect(run.sent).toBeGreaterThan(0);
}, 120_000);

test('the schema of a record agrees with an oracle that was written by hand', () => {
  const { accepted, findings } = fuzzProtocol(20_000, 7);
  expect(findings).toEqual([]);
  expect(accepted).toBeGreaterThan(0);
}, 60_000);

test('a broken model is opened or refused, soon, and with nothing but an Error', () => {
  const { opened, findings } = fuzzModel(3_000, 7);
  expect(findings).toEqual([]);
  expect(opened).toBeGreaterThan(0);
}, 60_000);
