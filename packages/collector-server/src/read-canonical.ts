import { eventNames, maxRecordsPerBatch, recordPatterns } from '@edgecart/protocol';
import { implausible, type TimeWindow } from './plausible-time.ts';

/** A batch whose records stand in the body exactly as they are to be stored: the bytes from `starts[i]` to `ends[i]`. */
export interface CanonicalBatch {
  ids: string[];
  starts: number[];
  ends: number[];
  /** Which of the records are counts; the others are paths. */
  areCounts: boolean[];
}

/** A pattern of the protocol, to stand inside another one: without its ends, and with groups that are not counted. */
const inside = (pattern: string) => pattern.replace(/^\^/, '').replace(/\$$/, '').replaceAll('(', '(?:');
const { id, hour, day, model } = recordPatterns;
// Printable ASCII that JSON needs no escape for: then a character is a byte.
const itemPattern = '[ !#-\\[\\]-~]{1,128}';

/** The bytes that `serialiseRecord` would write, for nearly every record that a browser sends. */
const count = new RegExp(
  `\\{"id":"(${inside(id)})","kind":"count","type":"(?:${eventNames.join('|')})","item":"${itemPattern}"` +
    `,"hour":"(${inside(hour)})"(?:,"quantityBand":(?:1|2|3|6|11))?` +
    `(?:,"priceBand":(?:-[1-4]|1?\\d|20))?` +
    `(?:,"shown":\\{"model":"${inside(model)}","slot":(?:[1-9]?\\d|1\\d\\d)\\})?\\}`,
  'y',
);
const path = new RegExp(
  `\\{"id":"(${inside(id)})","kind":"path","items":\\["${itemPattern}"(?:,"${itemPattern}"){1,7}\\]` +
    `,"day":"(${inside(day)})","bought":(?:true|false)\\}`,
  'y',
);

const opening = '{"records":[';
const kindAt = '{"id":"","kind":"'.length + 32;

/**
 * Reads a body of which every byte is as this project's SDK writes it, several times faster than by way of objects: it
 * answers `undefined` for everything else, be it wrong or only written otherwise, which is then read the long way. What
 * it accepts the long way accepts too, and would store with the same bytes.
 */
export function readCanonical(body: Buffer, window: TimeWindow): CanonicalBatch | undefined {
  const text = body.toString('latin1');
  if (!text.startsWith(opening)) return undefined;
  const batch: CanonicalBatch = { ids: [], starts: [], ends: [], areCounts: [] };
  let at = opening.length;
  for (;;) {
    const isCount = text.charCodeAt(at + kindAt) === 99; // c
    const pattern = isCount ? count : path;
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    const [, foundId, time] = found ?? [];
    if (foundId === undefined || time === undefined) return undefined;
    if (implausible(time, isCount ? window.hour : window.day) !== undefined) return undefined;
    batch.ids.push(foundId);
    batch.starts.push(at);
    at = pattern.lastIndex;
    batch.ends.push(at);
    batch.areCounts.push(isCount);
    const next = text.charCodeAt(at);
    at += 1;
    if (next === 44) continue; // ,
    // ] and }, and nothing behind them.
    if (next !== 93 || text.charCodeAt(at) !== 125 || at + 1 !== text.length) return undefined;
    return batch.ids.length <= maxRecordsPerBatch ? batch : undefined;
  }
}
