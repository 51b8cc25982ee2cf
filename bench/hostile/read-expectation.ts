import { isUtf8 } from 'node:buffer';
import { contentOf, isRecord } from './is-record.ts';
import type { Entry, Expected } from './request.ts';

/** What a body must be answered with, by the README of the collector and our own reading of it. */
export function readExpectation(body: Buffer, nowMs: number): Expected & { kind: 'batch' | 'refusal' } {
  const value = parse(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { kind: 'refusal' };
  if (Object.keys(value).length !== 1 || !Object.hasOwn(value, 'records')) return { kind: 'refusal' };
  const records = 'records' in value ? value.records : undefined;
  if (!Array.isArray(records) || records.length < 1 || records.length > 500) return { kind: 'refusal' };
  return { kind: 'batch', entries: records.map((record: unknown) => entryOf(record, nowMs)) };
}

function entryOf(record: unknown, nowMs: number): Entry {
  if (!isRecord(record, nowMs) || typeof record !== 'object' || record === null || !('id' in record))
    return { kind: 'wrong' };
  return { kind: 'good', id: String(record.id), content: contentOf(record) };
}

function parse(body: Buffer): unknown {
  if (!isUtf8(body)) return undefined;
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
