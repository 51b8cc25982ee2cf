import { isUtf8 } from 'node:buffer';
import { AnonymousRecord, CountRecord, type EventName, eventNames, PathRecord } from '@edgecart/protocol';
import { Compile } from 'typebox/compile';
import { hourNumber } from './hours.ts';

/** Where a message comes from: a topic, which holds one kind of record, or the log, which holds both. */
export type Source = 'counts' | 'paths' | 'log';

const types = { counts: Compile(CountRecord), paths: Compile(PathRecord), log: Compile(AnonymousRecord) };

/** The record in a message; `undefined` for what is foreign: no JSON, or not of the closed schema. */
export function readRecord(payload: Buffer, source: Source): AnonymousRecord | undefined {
  const plain = source === 'paths' ? undefined : readPlainCount(payload);
  if (plain !== undefined) return plain;
  const text = payload.toString();
  // A broken sequence was replaced by U+FFFD, which may also stand there as itself.
  if (text.includes('\ufffd') && !isUtf8(payload)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const type = types[source];
  return type.Check(value) ? value : undefined;
}

const plainCount =
  /^\{"id":"([0-9a-f]{32})","kind":"count","type":"([a-z_]+)","item":"([ !#-[\]-~]{1,128})","hour":"([-\dT]{13})"(?:,"quantityBand":(1|2|3|6|11))?(?:,"priceBand":(0|-?[1-9]\d?))?(?:,"shown":\{"model":"([0-9a-f]{16,64}|none)","slot":(0|[1-9]\d{0,2})(?:,"arm":([1-7]))?\})?\}$/;

const plainTypes: ReadonlyMap<string, EventName> = new Map(eventNames.map((type) => [type, type]));

/** A count as nearly all are written, read at a third of the cost; `undefined` for everything else, wrong or right. */
function readPlainCount(payload: Buffer): CountRecord | undefined {
  const parts = plainCount.exec(payload.toString('latin1'));
  if (parts === null) return undefined;
  const [, id = '', typeText = '', item = '', hour = '', quantity, price, model, slot, arm] = parts;
  const type = plainTypes.get(typeText);
  if (type === undefined || hourNumber(hour) === undefined) return undefined;
  const record: CountRecord = { id, kind: 'count', type, item, hour };
  if (quantity !== undefined) record.quantityBand = Number(quantity) as 1 | 2 | 3 | 6 | 11;
  if (price !== undefined) {
    record.priceBand = Number(price);
    if (record.priceBand < -4 || record.priceBand > 20) return undefined;
  }
  if (model !== undefined) {
    record.shown = { model, slot: Number(slot) };
    if (record.shown.slot > 199) return undefined;
    if (arm !== undefined) record.shown.arm = Number(arm);
  }
  return record;
}
