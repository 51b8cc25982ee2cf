import { eventNames, maxRecordsPerBatch, recordPatterns } from '@edgecart/protocol';
import { type IdWords, idWordsAt } from './id-words.ts';
import { implausible, type TimeWindow } from './plausible-time.ts';

/** A batch whose records stand in the body exactly as they are to be stored: the bytes from `starts[i]` to `ends[i]`. */
export interface CanonicalBatch {
  ids: IdWords;
  starts: number[];
  ends: number[];
  /** Which of the records are counts; the others are paths. */
  areCounts: boolean[];
}

/** A pattern of the protocol, to stand inside another one: without its ends, and with groups that are not counted. */
const inside = (pattern: string) => pattern.replace(/^\^/, '').replace(/\$$/, '').replaceAll('(', '(?:');
const id = inside(recordPatterns.id);
// Printable ASCII that JSON needs no escape for: then a character is a byte.
const item = '[ !#-\\[\\]-~]{1,128}';

/** The bytes that `serialiseRecord` would write, for nearly every record that a browser sends. */
const count = new RegExp(
  `\\{"id":"${id}","kind":"count","type":"(?:${eventNames.join('|')})","item":"${item}"` +
    `,"hour":"${inside(recordPatterns.hour)}"(?:,"quantityBand":(?:1|2|3|6|11))?` +
    `(?:,"priceBand":(?:-[1-4]|1?\\d|20))?` +
    `(?:,"shown":\\{"model":"${inside(recordPatterns.model)}","slot":(?:[1-9]?\\d|1\\d\\d)(?:,"arm":[1-7])?\\})?\\}`,
  'y',
);
const path = new RegExp(
  `\\{"id":"${id}","kind":"path","items":\\["${item}"(?:,"${item}"){1,7}\\]` +
    `,"day":"${inside(recordPatterns.day)}","bought":(?:true|false)\\}`,
  'y',
);

const opening = '{"records":[';
const idAt = '{"id":"'.length;
const kindAt = '{"id":"","kind":"'.length + 32;
const [c, comma, bracket, brace] = ['c', ',', ']', '}'].map((sign) => sign.charCodeAt(0));

/**
 * Reads a body of which every byte is as this project's SDK writes it, several times faster than by way of objects: it
 * answers `undefined` for everything else, be it wrong or only written otherwise, which is then read the long way. What
 * it accepts the long way accepts too, and would store with the same bytes.
 */
export function readCanonical(body: Buffer, window: TimeWindow): CanonicalBatch | undefined {
  const text = body.toString('latin1');
  if (!text.startsWith(opening)) return undefined;
  const times = new BelievedTimes(window);
  const starts: number[] = [];
  const ends: number[] = [];
  const areCounts: boolean[] = [];
  for (let at = opening.length; ; at += 1) {
    const isCount = text.charCodeAt(at + kindAt) === c;
    const pattern = isCount ? count : path;
    pattern.lastIndex = at;
    if (!pattern.test(text) || !times.believes(text, at, isCount)) return undefined;
    starts.push(at);
    areCounts.push(isCount);
    at = pattern.lastIndex;
    ends.push(at);
    const next = text.charCodeAt(at);
    if (next === comma) continue;
    // The end of the list and of the body, and nothing behind it.
    if (next !== bracket || text.charCodeAt(at + 1) !== brace || at + 2 !== text.length) return undefined;
    if (starts.length > maxRecordsPerBatch) return undefined;
    const places = starts.map((start) => start + idAt);
    return { ids: idWordsAt(body, places), starts, ends, areCounts };
  }
}

/** Most records of a batch name the same hour: it is thought about once. */
class BelievedTimes {
  readonly #window: TimeWindow;
  #hour = '';
  #day = '';

  constructor(window: TimeWindow) {
    this.#window = window;
  }

  /** Whether the time of a record of the right form can be believed. Its name can't stand in an item, for its quotes. */
  believes(text: string, at: number, isCount: boolean): boolean {
    if (isCount) {
      const start = text.indexOf('"hour":"', at) + '"hour":"'.length;
      const hour = text.slice(start, start + '2026-11-23T09'.length);
      if (hour !== this.#hour && implausible(hour, this.#window.hour) !== undefined) return false;
      this.#hour = hour;
      return true;
    }
    const start = text.indexOf('"day":"', at) + '"day":"'.length;
    const day = text.slice(start, start + '2026-11-23'.length);
    if (day !== this.#day && implausible(day, this.#window.day) !== undefined) return false;
    this.#day = day;
    return true;
  }
}
