import { eventNames } from '@edgecart/protocol';
import { hourNumber } from './hours.ts';

/** The bytes of a count as nearly all are written, between its values. */
const beforeId = Buffer.from('{"id":"');
const beforeType = Buffer.from('","kind":"count","type":"');
const beforeItem = Buffer.from('","item":"');
const beforeHour = Buffer.from('","hour":"');
const beforeQuantity = Buffer.from(',"quantityBand":');
const beforePrice = Buffer.from(',"priceBand":');
const beforeModel = Buffer.from(',"shown":{"model":"');
const beforeSlot = Buffer.from('","slot":');

const types = eventNames.map((name, number) => ({ number, bytes: Buffer.from(name) }));
/** By the length of their name: at most two share one. */
const typesOfLength = Array.from({ length: 32 }, (_, length) => types.filter(({ bytes }) => bytes.length === length));

const quote = 0x22;
const backslash = 0x5c;
const closing = 0x7d;
const hourLength = 13;
const maxItemLength = 128;

/** The value of a hexadecimal digit in lower case by its byte; 255 for every other byte. */
const digits = new Uint8Array(256).fill(255);
for (let value = 0; value < 16; value += 1) digits[value.toString(16).charCodeAt(0)] = value;

const noBand = -128;

/**
 * Reads counts without making objects or texts of them: reading is most of what a record costs. What was found stands in
 * its fields until the next one is read. Whatever is written in any other way, wrong or right, it leaves to `readRecord`.
 */
export class CountScanner {
  /** The four quarters of the id. */
  readonly id = new Uint32Array(4);
  type = 0;
  /** Where the item's bytes, all of them ASCII, begin and end, and their FNV-1a as `textBits` computes it. */
  itemStart = 0;
  itemEnd = 0;
  itemBits = 0;
  /** Hours since 1970. */
  hour = 0;
  /** 0 without one. */
  quantityBand = 0;
  priceBand: number | undefined;
  model: string | undefined;
  slot = 0;
  readonly #lastHour = Buffer.alloc(hourLength);
  #lastHourNumber = 0;

  /** Whether the payload is such a count. */
  scan(payload: Buffer): boolean {
    let at = this.#scanId(payload);
    if (at < 0) return false;
    at = this.#scanType(payload, at);
    if (at < 0) return false;
    at = this.#scanItem(payload, at);
    if (at < 0) return false;
    at = this.#scanHour(payload, at);
    return at >= 0 && this.#scanRest(payload, at);
  }

  #scanId(payload: Buffer): number {
    if (!holds(payload, 0, beforeId)) return -1;
    let at = beforeId.length;
    for (let quarter = 0; quarter < 4; quarter += 1) {
      let bits = 0;
      for (let digit = 0; digit < 8; digit += 1, at += 1) {
        const value = digits[payload[at] ?? 0] ?? 255;
        if (value === 255) return -1;
        bits = (bits << 4) | value;
      }
      this.id[quarter] = bits;
    }
    return holds(payload, at, beforeType) ? at + beforeType.length : -1;
  }

  #scanType(payload: Buffer, start: number): number {
    let end = start;
    while (end < payload.length && payload[end] !== quote) end += 1;
    for (const { number, bytes } of typesOfLength[end - start] ?? []) {
      if (!holds(payload, start, bytes)) continue;
      this.type = number;
      return holds(payload, end, beforeItem) ? end + beforeItem.length : -1;
    }
    return -1;
  }

  #scanItem(payload: Buffer, start: number): number {
    let bits = 0x811c9dc5;
    let end = start;
    for (; ; end += 1) {
      const byte = payload[end] ?? 0;
      if (byte === quote) break;
      // Ends at the end too, where a 0 was read.
      if (byte < 0x20 || byte > 0x7e || byte === backslash) return -1;
      bits = Math.imul(bits ^ byte, 0x01000193);
    }
    if (end === start || end - start > maxItemLength || !holds(payload, end, beforeHour)) return -1;
    this.itemStart = start;
    this.itemEnd = end;
    this.itemBits = bits >>> 0;
    return end + beforeHour.length;
  }

  #scanHour(payload: Buffer, start: number): number {
    const end = start + hourLength;
    if (payload[end] !== quote) return -1;
    if (!holds(payload, start, this.#lastHour)) {
      const hour = hourNumber(payload.toString('latin1', start, end));
      if (hour === undefined) return -1;
      payload.copy(this.#lastHour, 0, start, end);
      this.#lastHourNumber = hour;
    }
    this.hour = this.#lastHourNumber;
    return end + 1;
  }

  #scanRest(payload: Buffer, start: number): boolean {
    this.quantityBand = 0;
    this.priceBand = undefined;
    this.model = undefined;
    let at = start;
    if (holds(payload, at, beforeQuantity)) {
      at = this.#scanNumber(payload, at + beforeQuantity.length);
      const band = this.#number;
      if (at < 0 || (band !== 1 && band !== 2 && band !== 3 && band !== 6 && band !== 11)) return false;
      this.quantityBand = band;
    }
    if (holds(payload, at, beforePrice)) {
      at = this.#scanNumber(payload, at + beforePrice.length);
      if (at < 0 || this.#number < -4 || this.#number > 20) return false;
      this.priceBand = this.#number;
    }
    if (holds(payload, at, beforeModel)) {
      at = this.#scanShown(payload, at + beforeModel.length);
      if (at < 0) return false;
    }
    return payload[at] === closing && at + 1 === payload.length;
  }

  #scanShown(payload: Buffer, start: number): number {
    const end = payload.indexOf(quote, start);
    if (end < 0 || !holds(payload, end, beforeSlot)) return -1;
    const model = payload.toString('latin1', start, end);
    if (!/^([0-9a-f]{16,64}|none)$/.test(model)) return -1;
    const at = this.#scanNumber(payload, end + beforeSlot.length);
    if (at < 0 || this.#number < 0 || this.#number > 199 || payload[at] !== closing) return -1;
    this.model = model;
    this.slot = this.#number;
    return at + 1;
  }

  #number = noBand;

  /** A whole number of at most three digits, as JSON writes it; returns where it ends. */
  #scanNumber(payload: Buffer, start: number): number {
    const isNegative = payload[start] === 0x2d;
    let at = isNegative ? start + 1 : start;
    const first = at;
    let value = 0;
    for (; at < first + 3; at += 1) {
      const digit = (payload[at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    // No leading zeros, and no -0.
    if (at === first || (payload[first] === 0x30 && (at > first + 1 || isNegative))) return -1;
    this.#number = isNegative ? -value : value;
    return at;
  }
}

function holds(payload: Buffer, at: number, expected: Uint8Array): boolean {
  for (let index = 0; index < expected.length; index += 1) if (payload[at + index] !== expected[index]) return false;
  return true;
}
