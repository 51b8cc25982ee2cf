import { parseArgs } from 'node:util';
import { CollectorError } from '../errors.ts';
import { readConfigFile } from './config-file.ts';
import { settingsFault } from './explain-settings.ts';
import { envName, type Flag, flags, readFlag } from './flags.ts';
import { nearestName } from './nearest-name.ts';
import { Settings } from './option-schema.ts';
import type { CollectorOptions } from './options.ts';

/** What the command line asks for. */
export type Command = { kind: 'start' | 'print-config'; options: CollectorOptions } | { kind: 'help' };

type Environment = Readonly<Record<string, string | undefined>>;

/** How to use the command, for people. */
export function usage(): string {
  const lines = flags.map(({ name, schema }) => line(name, `${schema.description} (${shownDefault(schema)})`));
  return `edgecart-collector [options]

Takes anonymous records at POST /v1/records, keeps them durably, and serves models.

${lines.join('\n')}

${line('config', 'file of options in JSON, named as in the README; the only place for shops')}
${line('print-config', 'prints what would be in force, without passwords, and ends')}
${line('help', 'this text')}

Each option can also be given in the environment: --max-log-bytes as ${envName('max-log-bytes')}. The command line wins
over the environment, and that over the file.`;
}

const line = (name: string, help: string): string => `  --${name.padEnd(22)} ${help}`;

function shownDefault({ shownDefault: shown, default: value }: Flag['schema']): string {
  if (shown !== undefined) return shown;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return String(value);
}

/**
 * Reads the command line, the environment and the file that they name. Throws a `CollectorError` `bad-option` that
 * names the option and what it may be.
 */
export function parseCommandLine(args: readonly string[], env: Environment): Command {
  const values = parseFlags(args);
  if (values.help === true) return { kind: 'help' };
  const file = typeof values.config === 'string' ? values.config : env.EDGECART_CONFIG;
  const settings: Record<string, unknown> = { data: 'edgecart-data', ...(file ? readConfigFile(file) : {}) };
  for (const flag of flags) {
    const fromFlag = values[flag.name];
    const fromEnv = env[envName(flag.name)];
    if (typeof fromFlag === 'string') put(settings, flag.path, readFlag(flag, `--${flag.name}`, fromFlag));
    else if (fromEnv !== undefined) put(settings, flag.path, readFlag(flag, envName(flag.name), fromEnv));
  }
  putPassword(settings, values, env);
  if (!isSettings(settings)) throw new CollectorError('bad-option', 'the options can not be read');
  return { kind: values['print-config'] === true ? 'print-config' : 'start', options: settings };
}

/** Variables that look like misspelt options, with what was probably meant. Others may be somebody else's. */
export function misspeltVariables(env: Environment): string[] {
  const known = [...flags.map(({ name }) => envName(name)), 'EDGECART_CONFIG', 'EDGECART_KAFKA_PASSWORD'];
  const strange = Object.keys(env).filter((name) => name.startsWith('EDGECART_') && !known.includes(name));
  return strange.flatMap((name) => {
    const bare = (variable: string) => variable.slice('EDGECART_'.length);
    const nearest = nearestName(bare(name), known.map(bare));
    return nearest === undefined ? [] : [`${name} is no option; did you mean EDGECART_${nearest}?`];
  });
}

/** A password in the environment goes before a file that the configuration names, and after one named by a flag. */
function putPassword(settings: Record<string, unknown>, values: Record<string, unknown>, env: Environment): void {
  const { kafka } = settings;
  const sasl = isObject(kafka) ? kafka.sasl : undefined;
  const password = env.EDGECART_KAFKA_PASSWORD;
  if (!isObject(sasl) || password === undefined || values['kafka-password-file'] !== undefined) return;
  sasl.password = password;
  delete sasl.passwordFile;
}

/** Sets a value deep inside, making the objects on the way. */
function put(settings: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  const there = settings[key];
  if (rest.length > 0) {
    const inner = isObject(there) ? there : {};
    settings[key] = inner;
    put(inner, rest, value);
  } else if (value === undefined) delete settings[key];
  else if (!isObject(value) || !isObject(there)) settings[key] = value;
}

function isSettings(settings: Record<string, unknown>): settings is Settings {
  const fault = settingsFault(Settings, settings);
  if (fault === undefined) return true;
  const flag = flags.find(({ path }) => path.join('.') === fault.path);
  throw new CollectorError('bad-option', `${flag ? `--${flag.name}` : fault.path} ${fault.reason}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const switches = ['help', 'print-config'];

function parseFlags(args: readonly string[]): Record<string, unknown> {
  const names = [...flags.map(({ name }) => name), 'config'];
  const options = Object.fromEntries([
    ...names.map((name) => [name, { type: 'string' as const }]),
    ...switches.map((name) => [name, { type: 'boolean' as const }]),
  ]);
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('. ')[0] ?? '') : '';
    const asked = /^Unknown option '--([^']+)'/.exec(reason)?.[1];
    const nearest = asked === undefined ? undefined : nearestName(asked, [...names, ...switches]);
    const advice = nearest === undefined ? '--help lists the options' : `did you mean --${nearest}?`;
    throw new CollectorError('bad-option', `${reason}; ${advice}`);
  }
}
