import { expect, test } from 'vitest';
import { Analysis } from './analysis.ts';

const hour = '2026-11-23T09';
const nowMs = Date.parse(`${hour}:30:00Z`);
let made = 0;
function nextId(): string {
  made += 1;
  return made.toString(16).padStart(32, '0');
}

const count = (item: string, more: object = {}) =>
  Buffer.from(JSON.stringify({ id: nextId(), kind: 'count', type: 'view_item', item, hour, ...more }));
const path = (...items: string[]) =>
  Buffer.from(JSON.stringify({ id: nextId(), kind: 'path', items, day: hour.slice(0, 10), bought: false }));

test('items that the catalogue lacks leave nothing in memory but their number', () => {
  const analysis = new Analysis({ isKnown: (item) => item === 'tea' });
  for (let at = 0; at < 5_000; at += 1) {
    const item = `made-up-${at}${at % 2 === 0 ? '' : 'é'}`;
    expect(analysis.take(count(item), 'counts', nowMs, nowMs)?.reason).toBe('unknown-item');
    expect(analysis.take(path('tea', item), 'paths', nowMs, nowMs)?.reason).toBe('unknown-item');
  }
  expect(analysis.state.items.size).toBe(0);
  expect(analysis.take(count('tea'), 'counts', nowMs, nowMs)).toBeUndefined();
  expect(analysis.state.items.texts).toEqual(['tea']);
});

test('without a catalogue so many items are told apart, and those that came first go on counting', () => {
  const analysis = new Analysis({ mostItems: 3 });
  const take = (payload: Buffer) => analysis.take(payload, 'log', undefined, nowMs)?.reason;
  expect(['a', 'b', 'c', 'd', 'é', 'a'].map((item) => take(count(item)))).toEqual([
    ...[undefined, undefined, undefined],
    ...['unknown-item', 'unknown-item'],
    undefined,
  ]);
  expect([take(path('a', 'c')), take(path('a', 'd'))]).toEqual([undefined, 'unknown-item']);
  expect(analysis.state.items.texts).toEqual(['a', 'b', 'c']);
});

test('an item that left the catalogue is kept out, though it was counted before', () => {
  const sold = new Set(['tea']);
  const analysis = new Analysis({ isKnown: (item) => sold.has(item) });
  expect(analysis.take(count('tea'), 'counts', nowMs, nowMs)).toBeUndefined();
  sold.clear();
  expect(analysis.take(count('tea'), 'counts', nowMs, nowMs)?.reason).toBe('unknown-item');
});

test('models that were made up do not fill the memory; what names them counts without its place', () => {
  const analysis = new Analysis();
  for (let at = 0; at < 1_500; at += 1) {
    const model = at.toString(16).padStart(64, '0');
    expect(analysis.take(count('tea', { shown: { model, slot: 1 } }), 'counts', nowMs, nowMs)).toBeUndefined();
  }
  expect(analysis.state.models.size).toBe(1_000);
  expect(analysis.clean).toBe(1_500);
});
