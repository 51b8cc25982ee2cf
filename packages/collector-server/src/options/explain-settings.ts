import { type TSchema, Type } from 'typebox';
import { Check } from 'typebox/value';
import { nearestName } from './nearest-name.ts';
import type { OptionNotes } from './option-schema.ts';

/** What is wrong with settings: the place, `kafka.brokers[1]`, and the reason. */
export interface SettingsFault {
  path: string;
  reason: string;
}

export interface ExplainOptions {
  /** Whether an object may lack what it must have in the end: a file that says only a part. Default false. */
  mayLack?: boolean;
  path?: string;
}

/** The first thing that is wrong with a value, for people; `undefined` when it follows the schema. */
export function settingsFault(
  schema: TSchema & OptionNotes,
  value: unknown,
  { mayLack = false, path = '' }: ExplainOptions = {},
): SettingsFault | undefined {
  if (Type.IsObject(schema)) return objectFault(schema.properties, value, { mayLack, path });
  if (Type.IsArray(schema) && Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const fault = settingsFault(schema.items, item, { path: `${path}[${index}]` });
      if (fault) return fault;
    }
  }
  if (Check(schema, value)) return undefined;
  const shown = schema.secret ? '' : `, not ${cut(JSON.stringify(value) ?? 'undefined')}`;
  return { path, reason: `must be ${schema.expects ?? 'something else'}${shown}` };
}

function objectFault(
  properties: Readonly<Record<string, TSchema & OptionNotes>>,
  value: unknown,
  { mayLack, path }: Required<ExplainOptions>,
): SettingsFault | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { path, reason: `must be an object with ${Object.keys(properties).join(', ')}` };
  }
  const inside = (name: string) => (path === '' ? name : `${path}.${name}`);
  for (const [name, inner] of Object.entries(value)) {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (schema === undefined) return { path: inside(cut(name)), reason: unknownReason(name, Object.keys(properties)) };
    const fault = inner === undefined ? undefined : settingsFault(schema, inner, { mayLack, path: inside(name) });
    if (fault) return fault;
  }
  if (mayLack) return undefined;
  const given = new Map(Object.entries(value).filter(([, inner]) => inner !== undefined));
  const missing = Object.entries(properties).find(([name, schema]) => !Type.IsOptional(schema) && !given.has(name));
  if (missing === undefined) return undefined;
  return { path: inside(missing[0]), reason: `is missing; it must be ${missing[1].expects ?? 'given'}` };
}

function unknownReason(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined
    ? `is no option; there are ${known.join(', ')}`
    : `is no option; did you mean "${nearest}"?`;
}

const maxShown = 80;
const cut = (text: string): string => (text.length > maxShown ? `${text.slice(0, maxShown)}…` : text);
