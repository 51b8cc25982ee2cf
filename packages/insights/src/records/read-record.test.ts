import { CountRecord, eventNames } from '@edgecart/protocol';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import { readRecord } from './read-record.ts';

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

test('what is read in the short way is what the schema allows', () => {
  fc.assert(
    fc.property(count, fc.boolean(), (value, spaced) => {
      const text = JSON.stringify(value, undefined, spaced ? 1 : 0);
      const expected = byTheSchema.Check(JSON.parse(text)) ? JSON.parse(text) : undefined;
      expect(readRecord(Buffer.from(text), 'counts')).toEqual(expected);
      expect(readRecord(Buffer.from(text), 'log')).toEqual(expected);
      expect(readRecord(Buffer.from(text), 'paths')).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

test('bytes that are no UTF-8 are foreign, and the sign that stands for them is not', () => {
  const text = (item: string) =>
    `{"id":"${'0a'.repeat(16)}","kind":"count","type":"view_item","item":"${item}","hour":"2026-03-02T09"}`;
  expect(readRecord(Buffer.from(text('\ufffd')), 'log')).toMatchObject({ item: '\ufffd' });
  expect(readRecord(Buffer.from(text('\u00ff'), 'latin1'), 'log')).toBeUndefined();
});
