import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CollectorError } from '../errors.ts';
import { listLogFolders } from '../log/log-folders.ts';
import { readPayloads } from '../log/read-log.ts';
import { type InspectedSegment, inspectLog, replayLog } from './inspect-log.ts';

const inspectUsage = `edgecart-collector inspect <data folder> [--json] [--print | --replay]

Lists each segment of the log and checks every frame and record in it. Exit code 1 when anything is damaged.

  --json     one line of JSON a segment instead of a table
  --print    the records themselves, one a line, instead
  --replay   lets the next collector bring to Kafka again what Kafka had already (for a topic that was lost)`;

/** `edgecart-collector inspect …`: returns the exit code. Throws a `CollectorError` for what can't be done. */
export async function inspectCommand(args: readonly string[], write: (line: string) => void): Promise<number> {
  const options = readArguments(args);
  if (options === 'help') {
    write(inspectUsage);
    return 0;
  }
  const root = await logRoot(options.folder);
  if (options.print) {
    for (const { path } of await listLogFolders(root))
      for await (const { payload } of readPayloads(path)) write(payload.toString());
    return 0;
  }
  if (options.replay) {
    write(`${await replayLog(root)} segments are brought to Kafka again by the next collector that has one.`);
    return 0;
  }
  return list(root, options.json, write);
}

async function list(root: string, json: boolean, write: (line: string) => void): Promise<number> {
  const totals = { segments: 0, records: 0, bytes: 0, damaged: 0 };
  if (!json) write(row(['shop', 'log', 'segment', 'state', 'records', 'bytes', '']));
  for await (const segment of inspectLog(root)) {
    const damage = damageOf(segment);
    totals.segments += 1;
    totals.records += segment.records;
    totals.bytes += segment.bytes;
    if (damage !== '') totals.damaged += 1;
    const { shop, log, segment: number, state, records, bytes } = segment;
    write(
      json ? JSON.stringify(segment) : row([shop, log, String(number), state, String(records), String(bytes), damage]),
    );
  }
  if (!json) {
    write(`${totals.segments} segments, ${totals.records} records, ${totals.bytes} bytes, ${totals.damaged} damaged`);
  }
  return totals.damaged > 0 ? 1 : 0;
}

/** An open segment may end in a frame that is being written. */
function damageOf({ badAt, strange, state }: InspectedSegment): string {
  if (strange > 0) return `${strange} payloads are no records`;
  if (badAt === undefined || state === 'open') return '';
  return `damaged at byte ${badAt}`;
}

const widths = [14, 16, 8, 8, 10, 12, 0];
const row = (cells: readonly string[]) =>
  cells
    .map((cell, at) => cell.padEnd(widths[at] ?? 0))
    .join(' ')
    .trimEnd();

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        print: { type: 'boolean', default: false },
        replay: { type: 'boolean', default: false },
      },
    });
    if (values.help) return 'help';
    const [folder, ...others] = positionals;
    if (folder === undefined || others.length > 0) throw new Error('name one data folder');
    return { ...values, folder };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CollectorError('bad-option', `inspect: ${reason}\n\n${inspectUsage}`);
  }
}

/** Takes the data folder or the log in it. */
async function logRoot(folder: string): Promise<string> {
  const path = resolve(folder);
  const root = basename(path) === 'log' ? path : join(path, 'log');
  const found = await stat(root).catch(() => undefined);
  if (found?.isDirectory()) return root;
  throw new CollectorError('bad-option', `${root} is no folder; give the data folder of a collector`);
}
