import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measureRows } from './row-scales.ts';
import { codeRows, packRows } from './tiny-model.fixture.ts';
import { unpackRows } from './unpack-rows.ts';

const rowsOf = (bits: number) =>
  fc.integer({ min: 1, max: 40 }).chain((half) =>
    fc
      .array(fc.array(fc.integer({ min: 1 - 2 ** (bits - 1), max: 2 ** (bits - 1) - 1 }), size(2 * half)), {
        minLength: 1,
        maxLength: 20,
      })
      .map((rows) => ({ dimensions: 2 * half, rows, values: Int8Array.from(rows.flat()) })),
  );
const size = (length: number) => ({ minLength: length, maxLength: length });

test('what was packed comes out again, wherever the bytes lie, and nothing is written beside it', () =>
  fc.assert(
    fc.property(rowsOf(4), fc.nat(7), fc.nat(7), ({ values }, from, to) => {
      const packed = new Uint8Array(from + values.length / 2).subarray(from);
      packed.set(packRows(values));
      const room = new Int8Array(2 * to + values.length + 2).fill(99);
      const unpacked = unpackRows(packed, room.subarray(2 * to, 2 * to + values.length));
      expect(unpacked).toEqual(values);
      expect(room.every((value, at) => (at >= 2 * to && at < 2 * to + values.length) || value === 99)).toBe(true);
    }),
  ));

test('what a codebook stands for comes out, part by part', () =>
  fc.assert(
    fc.property(rowsOf(8), fc.boolean(), ({ values, dimensions }, whole) => {
      const { codes, book } = codeRows(values, dimensions, whole ? dimensions : 2);
      expect(unpackRows(codes, new Int8Array(values.length), book)).toEqual(values);
    }),
  ));

test('the first value lies in the lower half of a byte', () => {
  expect(unpackRows(Uint8Array.of(0x1f, 0x8f), new Int8Array(4))).toEqual(Int8Array.of(7, -7, 7, 0));
});

test('every row times its scale has length 1, and a row of zeros is refused by its number', () =>
  fc.assert(
    fc.property(rowsOf(8), ({ rows, values, dimensions }) => {
      const scales = new Float32Array(rows.length);
      const zeros = rows.findIndex((row) => row.every((value) => value === 0));
      if (zeros >= 0) {
        expect(() => measureRows(values, dimensions, scales)).toThrow(`nothing but 0 in row ${zeros}`);
        return;
      }
      measureRows(values, dimensions, scales);
      rows.forEach((row, at) => void expect(Math.hypot(...row) * (scales[at] ?? 0)).toBeCloseTo(1, 6));
    }),
  ));
