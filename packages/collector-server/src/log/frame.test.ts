import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeFrames, frameHeaderBytes, holdsFrame, maxPayloadBytes, nextFrame } from './frame.ts';

const payloads = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 8 });

function decode(bytes: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; ; ) {
    const step = nextFrame(bytes, at);
    if (step.kind !== 'frame') return found;
    found.push(step.payload.toString());
    at = step.next;
  }
}

describe('frames', () => {
  test('give back what was put in', () => {
    fc.assert(
      fc.property(payloads, (texts) => {
        expect(decode(encodeFrames(texts))).toEqual(texts);
      }),
    );
  });

  test('are incomplete wherever they are cut', () => {
    const frame = encodeFrames(['{"id":1}']);
    for (let length = 0; length < frame.length; length += 1) {
      expect(nextFrame(frame.subarray(0, length), 0)).toEqual({ kind: 'incomplete' });
    }
  });

  test('are never taken for whole with one bit turned', () => {
    const frame = encodeFrames(['{"id":"0123456789abcdef"}']);
    for (let bit = 0; bit < frame.length * 8; bit += 1) {
      const turned = Buffer.from(frame);
      turned.writeUInt8(turned.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(nextFrame(turned, 0).kind).not.toBe('frame');
    }
  });

  test('refuse to hold nothing, or more than a reader accepts', () => {
    expect(() => encodeFrames([''])).toThrow(RangeError);
    expect(() => encodeFrames(['x'.repeat(maxPayloadBytes + 1)])).toThrow(RangeError);
    expect(decode(encodeFrames(['x'.repeat(maxPayloadBytes)]))).toHaveLength(1);
  });

  test('follow the documented layout', () => {
    const frame = encodeFrames(['123456789']);
    expect(frame.readUInt32LE(0)).toBe(9);
    // The check value of CRC-32 (https://reveng.sourceforge.io/crc-catalogue/17plus.htm#crc.cat.crc-32-iso-hdlc).
    expect(frame.readUInt32LE(4)).toBe(0xcbf43926);
    expect(frame.subarray(frameHeaderBytes).toString()).toBe('123456789');
  });

  test('are found behind rubbish', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (rubbish) => {
        expect(holdsFrame(Buffer.concat([rubbish, encodeFrames(['a record'])]), 0)).toBe(true);
      }),
    );
    expect(holdsFrame(Buffer.alloc(1_000), 0)).toBe(false);
  });
});
