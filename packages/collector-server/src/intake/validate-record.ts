import { type AnonymousRecord, CountRecord, PathRecord, type RefusalClass } from '@edgecart/protocol';
import { Compile } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';
import { implausible, type TimeWindow } from './plausible-time.ts';
import { expectation, knownKeys } from './record-expectations.ts';

export type Verdict =
  | { kind: 'accepted'; record: AnonymousRecord }
  | { kind: 'refused'; class: RefusalClass; path: string; reason: string };

const countType = Compile(CountRecord);
const pathType = Compile(PathRecord);

/** Checks one entry of a batch. A refusal names the first thing to mend: a JSON pointer within the record and a reason. */
export function validateRecord(value: unknown, window: TimeWindow): Verdict {
  if (countType.Check(value)) return checkTime(value, '/hour', implausible(value.hour, window.hour));
  if (pathType.Check(value)) return checkTime(value, '/day', implausible(value.day, window.day));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refused('not-an-object', '', 'must be a record: an object with id, kind and what the kind asks for');
  }
  // `hasOwn`, so that nothing on a prototype is taken for the record's.
  const kind: unknown = Object.hasOwn(value, 'kind') && 'kind' in value ? value.kind : undefined;
  if (kind === 'count') return explain('count', countType.Errors(value));
  if (kind === 'path') return explain('path', pathType.Errors(value));
  return refused('kind', '/kind', 'must be "count" or "path"');
}

function checkTime(record: AnonymousRecord, path: string, reason: string | undefined): Verdict {
  return reason === undefined ? { kind: 'accepted', record } : refused('time', path, reason);
}

function explain(kind: AnonymousRecord['kind'], errors: TLocalizedValidationError[]): Verdict {
  // An unknown key is reported twice: once as a value that nothing allows, once, better, as the key.
  const error = errors.find(({ keyword }) => keyword !== 'boolean');
  if (!error) return refused('value', '', `must be a ${kind} record`);
  const at = error.instancePath;

  if (error.keyword === 'required') {
    const path = `${at}/${pointerToken(error.params.requiredProperties[0] ?? '')}`;
    return refused('missing-key', path, `is missing; it ${expectation(kind, path) ?? 'is required'}`);
  }
  if (error.keyword === 'additionalProperties') {
    const path = `${at}/${pointerToken(error.params.additionalProperties[0] ?? '')}`;
    const place = at === '' ? `a ${kind} record has ${knownKeys(kind).join(', ')}` : expectation(kind, at);
    return refused('unknown-key', path, `is not allowed: ${place ?? 'remove it'}`);
  }
  return refused('value', at, expectation(kind, at) ?? error.message);
}

/** RFC 6901, and cut: what a sender made up comes back to it, but not without bound. */
function pointerToken(key: string): string {
  return key.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1');
}

function refused(refusalClass: RefusalClass, path: string, reason: string): Verdict {
  return { kind: 'refused', class: refusalClass, path, reason };
}
