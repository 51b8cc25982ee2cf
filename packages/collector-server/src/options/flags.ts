import { type TSchema, Type } from 'typebox';
import { Check } from 'typebox/value';
import { CollectorError } from '../errors.ts';
import { type OptionNotes, Settings } from './option-schema.ts';

/** An option as the command line and the environment know it. */
export interface Flag {
  /** Without the two hyphens. */
  name: string;
  /** Where its value stands in the settings: `['kafka', 'brokers']`. */
  path: readonly string[];
  schema: TSchema & OptionNotes;
}

function collect(schema: TSchema & OptionNotes, path: readonly string[]): Flag[] {
  const own = schema.flag === undefined ? [] : [{ name: schema.flag, path, schema }];
  if (!Type.IsObject(schema)) return own;
  return [...own, ...Object.entries(schema.properties).flatMap(([key, inner]) => collect(inner, [...path, key]))];
}

/** Every option but the shops, which only a file can hold. */
export const flags: readonly Flag[] = collect(Settings, []);

export const envName = (flag: string): string => `EDGECART_${flag.toUpperCase().replaceAll('-', '_')}`;

/** What a value means; `undefined` takes the option away. Throws a `CollectorError` `bad-option`. */
export function readFlag({ schema }: Flag, shownName: string, text: string): unknown {
  const value = meaning(schema, text);
  const isSwitch = Type.IsBoolean(schema) || Type.IsObject(schema);
  if (value === undefined || Check(schema, value)) return value;
  const expects = isSwitch ? 'on or off' : (schema.expects ?? 'something else');
  throw new CollectorError('bad-option', `${shownName} must be ${expects}, not "${text}"`);
}

function meaning(schema: TSchema & OptionNotes, text: string): unknown {
  if (Type.IsInteger(schema)) return wholeNumber(text);
  if (Type.IsBoolean(schema)) return text === 'on' ? true : text === 'off' ? false : text;
  if (Type.IsArray(schema)) return list(text);
  // A group that is there or not, whatever it holds: `--kafka-tls on`.
  if (Type.IsObject(schema)) return text === 'on' ? {} : text === 'off' ? undefined : text;
  if (Type.IsUnion(schema)) return text === 'off' ? false : /^\d+$/.test(text) ? Number(text) : list(text);
  return text;
}

const wholeNumber = (text: string): unknown => (/^\d+$/.test(text) ? Number(text) : text);
const list = (text: string): string[] => text.split(',').map((entry) => entry.trim());
