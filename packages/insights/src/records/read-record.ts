import { isUtf8 } from 'node:buffer';
import { AnonymousRecord, CountRecord, PathRecord } from '@edgecart/protocol';
import { Compile } from 'typebox/compile';

/** Where a message comes from: a topic, which holds one kind of record, or the log, which holds both. */
export type Source = 'counts' | 'paths' | 'log';

const types = { counts: Compile(CountRecord), paths: Compile(PathRecord), log: Compile(AnonymousRecord) };

/** The record in a message; `undefined` for what is foreign: no JSON, or not of the closed schema. */
export function readRecord(payload: Buffer, source: Source): AnonymousRecord | undefined {
  const text = payload.toString();
  // A broken sequence was replaced by U+FFFD, which may also stand there as itself.
  if (text.includes('\ufffd') && !isUtf8(payload)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  // Of the log most that comes here is a path: tried first, it costs one check and not two.
  if (source === 'log' && types.paths.Check(value)) return value;
  const type = types[source];
  return type.Check(value) ? value : undefined;
}
