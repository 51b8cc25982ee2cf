import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Insights, type InsightsSource } from '@edgecart/insights';
import { bytesOf, type GoldenStream } from '@edgecart/insights/golden';
import type { EngineRunner } from './engine-runner.ts';
import { writeLog } from './write-log.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('insights-process.ts', import.meta.url));

/** Ours: one process, from the collector's log. */
export const insightsRunner: EngineRunner = {
  name: 'insights',
  missing: async () => undefined,
  async measure(stream) {
    return inFolder(async (folder) => {
      writeLog(join(folder, 'log'), stream);
      const { stdout } = await run(
        process.execPath,
        ['--conditions=@edgecart/source', program, join(folder, 'log'), join(folder, 'state')],
        { maxBuffer: 1024 * 1024 },
      );
      const { taken, cpuUs, wallMs } = JSON.parse(stdout) as { taken: number; cpuUs: number; wallMs: number };
      if (taken !== stream.count) throw new Error(`insights took ${taken} records of ${stream.count}`);
      return { eventsPerS: (taken / cpuUs) * 1e6, wallEventsPerS: (taken / wallMs) * 1_000 };
    });
  },
  goldenCells: (golden) => inFolder((folder) => cellsOverRestarts(golden, folder)),
};

/** In three runs, each from what the one before it wrote down. */
async function cellsOverRestarts(golden: GoldenStream, folder: string): Promise<ReadonlyMap<string, number>> {
  const known = new Set(golden.catalogue);
  const catalogue = {
    known: (item: string) => (known.has(item) ? { name: item, category: '', inStock: true } : undefined),
  };
  const { length } = golden.messages;
  let cells: ReadonlyMap<string, number> = new Map();
  for (const end of [Math.floor(length / 3), Math.floor(length / 2), length]) {
    const source = (positions: unknown) => goldenSource(golden, Number(positions ?? 0), end);
    const insights = new Insights({ folder: join(folder, 'state'), source, catalogue });
    await insights.poll();
    cells = insights.cells(golden.trendHour);
    const stop = new AbortController();
    stop.abort();
    await insights.run(stop.signal);
  }
  return cells;
}

function goldenSource({ messages }: GoldenStream, from: number, end: number): InsightsSource {
  let next = from;
  return {
    kind: 'kafka',
    async poll(take) {
      for (const message of messages.slice(next, end)) take(bytesOf(message), message.topic, message.timestamp);
      next = end;
    },
    positions: () => next,
    lag: () => end - next,
    close: async () => {},
  };
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'edgecart-insights-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
