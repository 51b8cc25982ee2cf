/** `npm run scale-out`: a broker, Flink and Samza on this machine, the golden stream through both, and the comparison. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineTopics, samzaComputes } from './engine-topics.ts';
import { followCells, type Ground, type RunningFlink, startFlink, startGround, startSamza } from './engines.ts';
import { type Comparison, compareCells } from './golden/compare-cells.ts';
import type { CellReader } from './golden/read-cells.ts';
import { sendMessages } from './golden/send-messages.ts';
import { missingForEngines } from './install/programs.ts';
import type { JavaProcess } from './process/java-process.ts';
import { until } from './process/until.ts';

const usage = `npm run scale-out -- [options]

  --stay    keeps broker, Flink and Samza running afterwards, until Ctrl-C
`;

const computes: Record<string, (kind: string) => boolean> = { Flink: () => true, Samza: samzaComputes };

/** Waits until the engine has come to the same cells, or gives up; says what it had then. */
async function settle(ground: Ground, reader: CellReader, engine: string): Promise<Comparison> {
  const compare = () => compareCells(ground.golden.cells, reader.cells, computes[engine]);
  return until(`${engine}'s cells`, () => (compare().equal ? compare() : undefined), { timeoutMs: 240_000 }).catch(
    compare,
  );
}

function print(found: Map<string, Comparison>): void {
  const engines = [...found.keys()];
  const kinds = [...new Set([...found.values()].flatMap(({ kinds }) => [...kinds.keys()]))].sort();
  const row = (name: string, columns: readonly string[]) =>
    console.log(`  ${name.padEnd(16)}${columns.map((column) => column.padStart(18)).join('')}`);
  row('cells', ['insights', ...engines]);
  for (const kind of kinds) {
    const counts = engines.map((engine) => found.get(engine)?.kinds.get(kind));
    const wanted = counts.find((count) => count !== undefined)?.wanted ?? 0;
    row(kind, [String(wanted), ...counts.map((count) => (count ? `${count.equal} equal` : 'not computed'))]);
  }
  for (const [engine, { differences }] of found)
    for (const difference of differences) console.log(`  ${engine}: ${difference}`);
}

async function run(folder: string, stay: Promise<void> | undefined): Promise<boolean> {
  console.log('Starting Kafka ...');
  const ground = await startGround(folder);
  const readers: CellReader[] = [];
  let flink: RunningFlink | undefined;
  let samza: JavaProcess | undefined;
  try {
    console.log(`  Kafka          ${ground.connection.bootstrapBrokers.join(',')}`);
    await sendMessages(ground.connection, ground.golden.messages);
    console.log(`  Golden stream  ${ground.golden.messages.length} messages\nStarting Flink and Samza ...`);
    samza = startSamza(ground);
    flink = await startFlink(ground);
    console.log(`  Flink          job ${flink.job}, ${flink.cluster.rest.url}`);
    console.log(`  Samza          process ${samza.pid}`);
    const found = new Map<string, Comparison>();
    for (const [engine, topic] of [
      ['Flink', engineTopics.flinkCells],
      ['Samza', engineTopics.samzaCells],
    ] as const) {
      const reader = await followCells(ground, topic);
      readers.push(reader);
      found.set(engine, await settle(ground, reader, engine));
    }
    const equal = [...found.values()].every((comparison) => comparison.equal);
    print(found);
    console.log(equal ? '\nAll cells are equal.' : '\nThe engines DIFFER.');
    if (stay) console.log(`Logs: ${folder}. Ctrl-C stops all.`);
    await stay;
    console.log(JSON.stringify({ golden_equal: equal, golden_cells: ground.golden.cells.size }));
    return equal;
  } finally {
    for (const reader of readers) await reader.close();
    await Promise.all([flink?.cluster.close(), samza?.kill()]);
    await ground.close();
  }
}

const told = process.argv.slice(2);
if (told.some((argument) => argument !== '--stay')) {
  console.log(usage);
  process.exit(told.includes('--help') ? 0 : 2);
}
const missing = missingForEngines();
if (missing !== undefined) {
  console.error(`edgecart: ${missing}`);
  process.exit(1);
}
const stopped = new Promise<void>((resolve) => {
  process.once('SIGINT', () => resolve());
  process.once('SIGTERM', () => resolve());
});
const folder = mkdtempSync(join(tmpdir(), 'edgecart-scale-out-'));
try {
  process.exitCode = (await run(folder, told.includes('--stay') ? stopped : undefined)) ? 0 : 1;
} catch (error) {
  console.error(`edgecart: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
