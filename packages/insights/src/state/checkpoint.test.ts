import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analysisRules } from '@edgecart/protocol/analysis';
import { expect, onTestFinished, test, vi } from 'vitest';
import { demoInput } from '../../golden/demo-input.ts';
import { goldenCells } from '../../golden/golden-cells.ts';
import { bytesOf } from '../../golden/golden-message.ts';
import { goldenStream } from '../../golden/golden-stream.ts';
import { Analysis } from '../analysis.ts';
import { allCells } from '../cells/all-cells.ts';
import { openState } from './open-state.ts';

/** They sync often, which a busy disk is slow at. */
vi.setConfig({ testTimeout: 120_000 });

const stream = goldenStream(demoInput());
const known = new Set(stream.catalogue);
const isKnown = (item: string) => known.has(item);

function folderHere(): string {
  const folder = mkdtempSync(join(tmpdir(), 'insights-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'state');
}

const unexpected = (message: string) => {
  throw new Error(message);
};

/** Takes messages from where the state stands up to `end`, written down every `every`. */
function runTo(folder: string, end: number, every: number) {
  const { state, checkpoints, positions, clean } = openState(folder, analysisRules, unexpected);
  const analysis = new Analysis({ state, isKnown });
  analysis.clean = clean;
  for (let at = Number(positions ?? 0); at < end; at += 1) {
    const message = stream.messages[at];
    if (message) analysis.take(bytesOf(message), message.topic, message.timestamp, Number.MAX_SAFE_INTEGER);
    if ((at + 1) % every === 0) checkpoints.write(state, { positions: at + 1, clean: analysis.clean, letters: [] });
  }
  return { state, checkpoints, analysis };
}

const sorted = (cells: Map<string, number>) => [...cells].sort(([a], [b]) => (a < b ? -1 : 1));

test('a run that stops anywhere goes on from its last checkpoint, and no cell differs', () => {
  const folder = folderHere();
  // Each run gets a little further than its last checkpoint and forgets that, as one that was killed does.
  for (const end of [700, 3_333, 3_400, 9_001]) runTo(folder, end, 500);
  const { state } = runTo(folder, stream.messages.length, 4_000);
  expect(sorted(allCells(state, stream.trendHour))).toEqual([...goldenCells(stream)]);
});

test('what a crash left behind the last checkpoint does not count', () => {
  const folder = folderHere();
  runTo(folder, 3_000, 1_000);
  for (const name of readdirSync(folder)) {
    if (/^ids|^items/.test(name)) appendFileSync(join(folder, name), 'torn');
  }
  writeFileSync(join(folder, 'manifest.json.new'), '{"format":');
  const { state } = runTo(folder, stream.messages.length, 5_000);
  expect(sorted(allCells(state, stream.trendHour))).toEqual([...goldenCells(stream)]);
});

test('files that no shard needs any more are deleted, however often it is written down', () => {
  const folder = folderHere();
  runTo(folder, 2_200, 20);
  expect(readdirSync(folder).filter((name) => name.startsWith('cells-')).length).toBeLessThanOrEqual(50);
});

test('a state that is damaged or was counted by other rules is set aside, and counting begins anew', () => {
  const folder = folderHere();
  runTo(folder, 3_000, 1_000);
  const notices: string[] = [];
  const other = { ...analysisRules, k: analysisRules.k + 1 };
  expect(openState(folder, other, (notice) => notices.push(notice)).positions).toBeNull();
  expect(notices.join()).toContain('other rules');

  runTo(folder, 3_000, 1_000);
  const cells = readdirSync(folder).find((name) => name.startsWith('cells-')) ?? '';
  const bytes = readFileSync(join(folder, cells));
  bytes[8] = (bytes[8] ?? 0) ^ 1;
  writeFileSync(join(folder, cells), bytes);
  expect(openState(folder, analysisRules, (notice) => notices.push(notice)).state.shards.size).toBe(0);
  expect(notices.at(-1)).toContain('is damaged');
});
