import { parseArgs } from 'node:util';
import { CollectorError } from './errors.ts';
import { allowed, type CollectorOptions, isAllowed, type NumberOption } from './options.ts';

/** What the command line asks for. */
export type Command = { kind: 'start'; options: CollectorOptions } | { kind: 'help' };

type OptionName = Exclude<keyof CollectorOptions, 'onNotice' | 'nowMs' | 'kafka'>;

type Flag = { help: string } & (
  | { kind: 'number'; option: NumberOption }
  | { kind: 'text' | 'on-off'; option: Exclude<OptionName, NumberOption> }
);

const flags: Record<string, Flag> = {
  port: { option: 'port', kind: 'number', help: 'port to listen on, 0 for any free one (8787)' },
  host: { option: 'host', kind: 'text', help: 'address to listen on (127.0.0.1)' },
  data: { option: 'data', kind: 'text', help: 'folder of the log (./edgecart-data)' },
  models: { option: 'models', kind: 'text', help: 'folder of the published models (<data>/models)' },
  sdk: { option: 'sdk', kind: 'text', help: "folder of the SDK's built files, served under /sdk/ (none)" },
  live: { option: 'live', kind: 'on-off', help: 'whether the live page is served at / (on)' },
  'max-body-bytes': { option: 'maxBodyBytes', kind: 'number', help: 'longest accepted body (262144)' },
  'request-timeout-ms': {
    option: 'requestTimeoutMs',
    kind: 'number',
    help: 'time in which a request must be here (10000)',
  },
  'max-log-bytes': { option: 'maxLogBytes', kind: 'number', help: 'all segments together; then 503 (10737418240)' },
  'segment-bytes': { option: 'segmentBytes', kind: 'number', help: 'size at which a segment is closed (67108864)' },
  'seal-age-ms': { option: 'sealAgeMs', kind: 'number', help: 'age at which a segment is sealed (60000)' },
  'max-seal-age-ms': { option: 'maxSealAgeMs', kind: 'number', help: 'the same for one of few requests (600000)' },
  'min-batches': { option: 'minBatches', kind: 'number', help: 'requests that are mixed at least (50)' },
  'max-recent-ids': { option: 'maxRecentIds', kind: 'number', help: 'ids remembered against duplicates (1000000)' },
};

const envName = (flag: string): string => `EDGECART_${flag.toUpperCase().replaceAll('-', '_')}`;

/** How to use the command, for people. */
export function usage(): string {
  const lines = Object.entries(flags).map(([flag, { help }]) => `  --${flag.padEnd(18)} ${help}`);
  return `edgecart-collector [options]

Takes anonymous records at POST /v1/records, keeps them durably, and serves models.

${lines.join('\n')}
  --help               this text

Each option can also be given in the environment: --max-log-bytes as ${envName('max-log-bytes')}. The command line wins.`;
}

/**
 * Reads the command line and the environment. Throws a `CollectorError` `bad-option` that names the option and what it
 * may be.
 */
export function parseCommandLine(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Command {
  const values = parseFlags(args);
  if (values.help === true) return { kind: 'help' };
  const options: CollectorOptions = { data: 'edgecart-data' };
  for (const [name, flag] of Object.entries(flags)) {
    const fromFlag = values[name];
    const given = typeof fromFlag === 'string' ? fromFlag : env[envName(name)];
    if (given === undefined) continue;
    const shownName = typeof fromFlag === 'string' ? `--${name}` : envName(name);
    Object.assign(options, { [flag.option]: readValue(flag, shownName, given) });
  }
  return { kind: 'start', options };
}

function parseFlags(args: readonly string[]): Record<string, unknown> {
  const known = Object.fromEntries(Object.keys(flags).map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...args], options: { ...known, help: { type: 'boolean' } }, strict: true }).values;
  } catch (error) {
    const names = Object.keys(flags).map((name) => `--${name}`);
    const reason = error instanceof Error ? (error.message.split('. ')[0] ?? '') : '';
    throw new CollectorError('bad-option', `${reason}; the options are ${names.join(', ')} and --help`);
  }
}

function readValue(flag: Flag, shownName: string, given: string): string | number | boolean {
  const fail = (what: string) => new CollectorError('bad-option', `${shownName} must be ${what}, not "${given}"`);
  switch (flag.kind) {
    case 'text':
      if (given.trim() === '') throw fail(flag.option === 'host' ? 'an address' : 'a folder');
      return given;
    case 'on-off':
      if (given !== 'on' && given !== 'off') throw fail('on or off');
      return given === 'on';
    case 'number': {
      const value = /^\d+$/.test(given) ? Number(given) : Number.NaN;
      if (!isAllowed(flag.option, value)) throw fail(allowed(flag.option));
      return value;
    }
  }
}
