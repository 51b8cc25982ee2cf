import { CountRecord, eventNames } from '@edgecart/protocol';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import { textBits } from '../state/record-hash.ts';
import { hourText } from './hours.ts';
import { readRecord } from './read-record.ts';
import { CountScanner } from './scan-count.ts';

const byTheSchema = Compile(CountRecord);

const count = fc.record(
  {
    id: fc.stringMatching(/^[0-9a-f]{32}$/),
    kind: fc.constant('count'),
    type: fc.constantFrom(...eventNames),
    item: fc.oneof(fc.stringMatching(/^[0-9]{6}$/), fc.string({ minLength: 1, maxLength: 20 })),
    hour: fc.constantFrom('2026-03-02T00', '2026-12-31T23', '2024-02-29T12'),
    quantityBand: fc.oneof(fc.constantFrom(1, 2, 3, 6, 11), fc.integer({ min: -1, max: 12 })),
    priceBand: fc.oneof(fc.integer({ min: -6, max: 22 }), fc.double()),
    shown: fc.record({
      model: fc.constantFrom('none', '0123456789abcdef', 'mine'),
      slot: fc.integer({ min: -1, max: 300 }),
    }),
  },
  { requiredKeys: ['id', 'kind', 'type', 'item', 'hour'] },
);

test('what the scanner reads is what the schema allows, and it is read right', () => {
  const scanner = new CountScanner();
  fc.assert(
    fc.property(count, fc.constantFrom('as it is', 'spaced', 'cut', 'longer'), (value, how) => {
      const plain = JSON.stringify(value, undefined, how === 'spaced' ? 1 : 0);
      const text = how === 'cut' ? plain.slice(0, -1) : how === 'longer' ? `${plain} ` : plain;
      const payload = Buffer.from(text);
      const record = readRecord(payload, 'counts');
      expect(record !== undefined).toBe(how !== 'cut' && byTheSchema.Check(value));
      expect(readRecord(payload, 'log')).toEqual(record);
      expect(readRecord(payload, 'paths')).toBeUndefined();
      if (!scanner.scan(payload)) {
        // Ids of printable ASCII, written as the collector writes them, never take the long way.
        if (record?.kind === 'count' && how === 'as it is') expect(record.item).toMatch(/[^ !#-[\]-~]/);
        return;
      }
      expect(record).toBeDefined();
      if (record?.kind !== 'count') return;
      const { id, type, itemStart, itemEnd, itemBits, hour, quantityBand, priceBand, model, slot } = scanner;
      expect([...id].map((quarter) => quarter.toString(16).padStart(8, '0')).join('')).toBe(record.id);
      expect(eventNames[type]).toBe(record.type);
      expect(payload.toString('latin1', itemStart, itemEnd)).toBe(record.item);
      expect(itemBits).toBe(textBits(record.item));
      expect(hourText(hour)).toBe(record.hour);
      expect(quantityBand || undefined).toBe(record.quantityBand);
      expect(priceBand).toBe(record.priceBand);
      expect(model === undefined ? undefined : { model, slot }).toEqual(record.shown);
    }),
    { numRuns: 1_000 },
  );
});

test('bytes that are no UTF-8 are foreign, and the sign that stands for them is not', () => {
  const text = (item: string) =>
    `{"id":"${'0a'.repeat(16)}","kind":"count","type":"view_item","item":"${item}","hour":"2026-03-02T09"}`;
  expect(readRecord(Buffer.from(text('\ufffd')), 'log')).toMatchObject({ item: '\ufffd' });
  expect(readRecord(Buffer.from(text('\u00ff'), 'latin1'), 'log')).toBeUndefined();
});
