import { AnonymousRecord } from '@edgecart/protocol';
import * as fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { anyRecord, countRecord, pathRecord, testNowMs } from '../testing/records.ts';
import { timeWindow } from './plausible-time.ts';
import { validateRecord } from './validate-record.ts';

const window = timeWindow(testNowMs);
const schema = Compile(AnonymousRecord);

/** Path and reason of the refusal. */
function refusal(value: unknown): [path: string, reason: string] {
  const verdict = validateRecord(value, window);
  if (verdict.kind === 'accepted') throw new Error('it was accepted');
  return [verdict.path, verdict.reason];
}

test('every record of the schema from the last days is accepted', () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      expect(schema.Check(record)).toBe(true);
      expect(validateRecord(record, window)).toEqual({ kind: 'accepted', record });
    }),
  );
});

test('nothing else is, and every refusal has a reason', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.anything(),
        fc.jsonValue(),
        fc.json().map((text) => JSON.parse(text)),
      ),
      (value) => {
        const [path, reason] = refusal(value);
        expect(path).toMatch(/^(\/|$)/);
        expect(reason).not.toBe('');
      },
    ),
  );
});

test('a record with one value replaced by anything is accepted only if the schema accepts it', () => {
  const spoiled = anyRecord.chain((record) =>
    fc
      .tuple(fc.constantFrom(...Object.keys(record)), fc.jsonValue())
      .map(([key, value]) => ({ key, value: { ...record, [key]: value } })),
  );
  fc.assert(
    fc.property(spoiled, ({ key, value }) => {
      const verdict = validateRecord(value, window);
      if (verdict.kind === 'accepted') expect(schema.Check(value)).toBe(true);
      else if (key !== 'kind') expect(verdict.path.startsWith(`/${key}`)).toBe(true);
    }),
  );
});

describe('the reason says what would be right', () => {
  const cases: [name: string, value: unknown, path: string, reason: string | RegExp][] = [
    ['for text instead of a record', 'x', '', /^must be a record/],
    ['for a list instead of a record', [], '', /^must be a record/],
    ['for null', null, '', /^must be a record/],
    ['for an unknown kind', { ...countRecord(), kind: 'visit' }, '/kind', 'must be "count" or "path"'],
    ['for no kind', { id: 'x' }, '/kind', 'must be "count" or "path"'],
    ['for a short id', { ...countRecord(), id: 'abc' }, '/id', /^must be 32 lower-case hexadecimal/],
    [
      'for an unknown event',
      { ...countRecord(), type: 'click' },
      '/type',
      /^must be one of view_item_list, select_item/,
    ],
    [
      'for an hour with minutes',
      { ...countRecord(), hour: '2026-11-23T09:30' },
      '/hour',
      'must be a UTC hour such as 2026-11-23T09',
    ],
    ['for a sum instead of a band', { ...countRecord(), quantityBand: 4 }, '/quantityBand', /1, 2, 3, 6 or 11$/],
    [
      'for a price instead of a band',
      { ...countRecord(), priceBand: 19.99 },
      '/priceBand',
      /^must be a whole number from -4 to 20/,
    ],
    [
      'for a wrong place',
      { ...countRecord(), shown: { model: 'none', slot: 200 } },
      '/shown/slot',
      'must be a whole number from 0 to 199',
    ],
    [
      'for half a suggestion',
      { ...countRecord(), shown: { model: 'none' } },
      '/shown/slot',
      /^is missing; it must be a whole number/,
    ],
    [
      'for more in a suggestion',
      { ...countRecord(), shown: { model: 'none', slot: 1, user: 'u' } },
      '/shown/user',
      'is not allowed: must be { model, slot }, an arm too while an experiment runs, and nothing else',
    ],
    ['for a missing item', { ...countRecord(), item: undefined }, '/item', /^must be an item id/],
    ['for one item in a path', pathRecord({ items: ['a'] }), '/items', 'must be a list of 2 to 8 item ids'],
    ['for a wrong item in a path', { ...pathRecord(), items: ['a', '', 'c'] }, '/items/1', /^must be an item id/],
    [
      'for a path that does not say whether it was bought',
      { ...pathRecord(), bought: 'yes' },
      '/bought',
      'must be true or false',
    ],
    [
      'for an hour in a path',
      { ...pathRecord(), day: '2026-11-23T09' },
      '/day',
      'must be a UTC day such as 2026-11-23',
    ],
    [
      'for a key that a record may not have',
      { ...countRecord(), email: 'a@b.c' },
      '/email',
      /^is not allowed: a count record has id, kind, type/,
    ],
    ['for a key of the other kind', { ...pathRecord(), item: 'a' }, '/item', /^is not allowed: a path record has/],
    ['for an old record', countRecord({ hour: '2025-11-23T09' }), '/hour', /too old/],
    ['for a record of next week', pathRecord({ day: '2026-11-30' }), '/day', /ahead/],
  ];
  test.each(cases)('%s', (_name, value, path, reason) => {
    const [foundPath, foundReason] = refusal(value);
    expect(foundPath).toBe(path);
    if (typeof reason === 'string') expect(foundReason).toBe(reason);
    else expect(foundReason).toMatch(reason);
  });

  test('for a record that lacks all but its kind, naming the first that is missing', () => {
    expect(refusal({ kind: 'count' })[0]).toBe('/id');
  });
});

test('keys that reach for a prototype are refused like any other', () => {
  for (const key of ['__proto__', 'constructor', 'prototype', 'toString']) {
    const value: unknown = JSON.parse(`${JSON.stringify(countRecord()).slice(0, -1)},"${key}":{"kind":"path"}}`);
    expect(refusal(value)[0]).toBe(`/${key}`);
  }
});

test('a key comes back as a JSON pointer, and cut when it is long', () => {
  expect(refusal({ ...countRecord(), 'a/b~c': 1 })[0]).toBe('/a~1b~0c');
  expect(refusal({ ...countRecord(), ['k'.repeat(10_000)]: 1 })[0]).toHaveLength(65);
});
