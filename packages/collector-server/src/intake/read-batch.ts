import { isUtf8 } from 'node:buffer';
import { Batch, maxRecordsPerBatch } from '@edgecart/protocol';
import { Compile } from 'typebox/compile';

export type ReadBatch =
  | { kind: 'batch'; records: unknown[] }
  | { kind: 'refused'; error: 'not-json' | 'not-a-batch'; path: string; reason: string };

const batchType = Compile(Batch);
const example = '{"records":[…]}';

/** Reads the body of `POST /v1/records`; the records in it are not looked at yet. */
export function readBatch(body: Buffer): ReadBatch {
  if (!isUtf8(body)) return refused('not-json', '', `is not UTF-8; send ${example} as UTF-8`);
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    return refused('not-json', '', `is not JSON; send ${example}`);
  }
  if (batchType.Check(value)) return { kind: 'batch', records: value.records };
  return refused('not-a-batch', ...faultOf(value));
}

function faultOf(value: unknown): [path: string, reason: string] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return ['', `must be an object; send ${example}`];
  const records = 'records' in value ? value.records : undefined;
  if (records === undefined) return ['/records', `is missing; send ${example}`];
  if (!Array.isArray(records)) return ['/records', `must be a list; send ${example}`];
  if (records.length === 0 || records.length > maxRecordsPerBatch) {
    return ['/records', `must hold 1 to ${maxRecordsPerBatch} records, not ${records.length}`];
  }
  return ['', `must hold "records" and nothing else; send ${example}`];
}

function refused(error: 'not-json' | 'not-a-batch', path: string, reason: string): ReadBatch {
  return { kind: 'refused', error, path, reason };
}
