import type { AnonymousRecord } from '@edgecart/protocol';
import { expect, test } from 'vitest';
import { Ledger } from './ledger.ts';
import { NumberedRecords } from './records.ts';

function acknowledged(count: number) {
  const records = new NumberedRecords(Date.UTC(2026, 10, 24));
  const ledger = new Ledger(records);
  const first = ledger.take(count);
  for (let number = first; number < first + count; number += 1) ledger.acknowledge(number);
  const all = Array.from({ length: count }, (_, number) => records.make(number));
  return { records, ledger, place: ledger.place(), all };
}

const nothing = { lost: 0, repeated: 0, refusedButFound: 0, altered: 0, foreign: 0, strayed: 0 };

test('a place that holds everything once has lost and repeated nothing, whatever the order of keys', () => {
  const { ledger, place, all } = acknowledged(30);
  for (const record of all.toReversed())
    place.hold(Object.fromEntries(Object.entries(record).reverse()) as AnonymousRecord, 'garden');
  expect(place.compare()).toEqual({ ...nothing, found: 30 });
  expect(ledger.missing([place])).toBe(0);
});

test('a lost, a repeated, an altered and a foreign record are told', () => {
  const { ledger, place, all } = acknowledged(10);
  for (const record of all.slice(1)) place.hold(record, 'garden');
  place.hold(all[5] as AnonymousRecord, 'garden');
  expect(place.compare()).toEqual({ ...nothing, found: 9, lost: 1, repeated: 1 });
  place.hold({ ...all[0], day: '2020-01-01' } as AnonymousRecord, 'garden');
  place.hold(new NumberedRecords(0).make(0), 'garden');
  expect(place.compare()).toMatchObject({ altered: 1, foreign: 1 });
  expect(ledger.missing([place, ledger.place()])).toBe(10);
});

test('a refused record that stands there is told, unless an earlier try may have stored it', () => {
  const { records, ledger, place } = acknowledged(0);
  const first = ledger.take(2);
  ledger.refuse(first, true);
  ledger.refuse(first + 1, false);
  place.hold(records.make(first), 'garden');
  place.hold(records.make(first + 1), 'garden');
  expect(place.compare()).toEqual({ ...nothing, found: 0, refusedButFound: 1 });
});

test('what is read a second time is not repeated', () => {
  const { place, all } = acknowledged(3);
  for (const record of all) place.hold(record, 'garden');
  for (const record of all) place.hold(record, 'garden', true);
  expect(place.compare()).toEqual({ ...nothing, found: 3 });
});
