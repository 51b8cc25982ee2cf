import { AnonymousRecord, type EventName, eventNames } from '@edgecart/protocol';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { countsOf, pathsOf, spend } from './anonymise.ts';
import { type CleanEvent, newVisit } from './visit-state.ts';

const schema = Compile(AnonymousRecord);
const start = Date.UTC(2026, 10, 23, 9);
const ids = Array.from({ length: 14 }, (_, i) => `i${i}`);
const secret = new Set(['i12', 'i13']);
const mayLeave = (id: string) => !secret.has(id);

const eventsOf = fc.array(
  fc.record({
    name: fc.constantFrom<EventName>(...eventNames),
    items: fc.array(
      fc.record({
        item_id: fc.constantFrom(...ids),
        quantity: fc.integer({ min: 1, max: 999 }),
        price: fc.double({ min: 0, max: 1e6, noNaN: true }),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    shareable: fc.boolean(),
  }),
  { maxLength: 30 },
);
const told = (events: Pick<CleanEvent, 'name' | 'items' | 'shareable'>[]): CleanEvent[] =>
  events.map((event, i) => ({ ...event, visit: 'v', timeMs: start + i * 1_000 }));
const itemsOf = (events: CleanEvent[], name?: EventName) =>
  events.filter((e) => name === undefined || e.name === name).flatMap((e) => e.items.map((item) => item.item_id));

describe('counts', () => {
  test('of whatever events follow the schema, name one item, and tell the hour of a purchase only', () =>
    fc.assert(
      fc.property(eventsOf, (events) => {
        const visit = newVisit('v', start);
        visit.shown.i3 = { model: 'a'.repeat(64), slot: 2 };
        for (const event of told(events))
          for (const record of countsOf(event, visit, mayLeave)) {
            expect([...schema.Errors(record)]).toEqual([]);
            expect(record.hour).toBe(event.name === 'purchase' ? '2026-11-23T09' : '2026-11-23T00');
            expect(event.shareable).toBe(true);
            expect(secret.has(record.item)).toBe(false);
          }
      }),
    ));

  test.each([
    ['view_item_list', true],
    ['select_item', true],
    ['view_item', true],
    ['add_to_cart', true],
    ['remove_from_cart', false],
    ['view_cart', false],
    ['begin_checkout', false],
    ['purchase', false],
  ] as const)('of %s tell that the item was our suggestion: %s', (name, tells) => {
    const visit = { ...newVisit('v', start), shown: { i1: { model: 'a'.repeat(64), slot: 2 } } };
    const [event] = told([{ name, items: [{ item_id: 'i1', quantity: 1 }], shareable: true }]);
    expect(event && countsOf(event, visit, mayLeave)[0]?.shown !== undefined).toBe(tells);
  });

  test('of a machine are none', () => {
    const [event] = told([{ name: 'view_item', items: [{ item_id: 'i1', quantity: 1 }], shareable: true }]);
    const machine = { ...newVisit('v', start), machineLike: true };
    expect(event && countsOf(event, machine, mayLeave)).toEqual([]);
  });

  test('stay within what a visit, a day and thirty days may tell', () =>
    fc.assert(
      fc.property(fc.array(fc.record({ wanted: fc.nat(80), days: fc.nat(2), fresh: fc.boolean() })), (steps) => {
        let budget = newVisit('v', start).budget;
        let time = start;
        const granted: { time: number; count: number }[] = [];
        for (const step of steps) {
          time += step.days * 86_400_000;
          if (step.fresh) budget = { ...budget, visit: 0 };
          const result = spend(budget, step.wanted, time);
          budget = result.budget;
          granted.push({ time, count: result.granted });
          const since = (ms: number) => granted.reduce((sum, g) => sum + (time - g.time < ms ? g.count : 0), 0);
          expect(budget.visit).toBeLessThanOrEqual(100);
          expect(since(1)).toBeLessThanOrEqual(200);
          expect(since(29 * 86_400_000)).toBeLessThanOrEqual(2_000);
        }
      }),
    ));
});

test('lists that were seen leave room for what is done', () => {
  let { budget } = newVisit('v', start);
  const grant = (wanted: number, name?: EventName) => {
    const result = spend(budget, wanted, start, name);
    budget = result.budget;
    return result.granted;
  };
  expect(grant(24, 'view_item_list')).toBe(20);
  expect(grant(24, 'view_item_list')).toBe(0);
  expect(grant(100, 'purchase')).toBe(80);
});

describe('paths', () => {
  const property = (check: (paths: ReturnType<typeof pathsOf>, events: CleanEvent[]) => void) =>
    fc.assert(
      fc.property(eventsOf, fc.subarray(ids), fc.double({ min: 0, max: 0.999, noNaN: true }), (given, cart, random) => {
        const events = told(given);
        const visit = { ...newVisit('v', start), cart: cart.map((item_id) => ({ item_id, quantity: 1 })) };
        check(
          pathsOf(events, visit, mayLeave, () => random),
          events,
        );
      }),
    );

  test('follow the schema', () =>
    property((paths) => {
      for (const path of paths) expect([...schema.Errors(path)]).toEqual([]);
    }));

  test('hold nothing that was not bought', () =>
    property((paths, events) => {
      const bought = new Set(itemsOf(events, 'purchase'));
      for (const path of paths) expect(path).toMatchObject({ bought: true });
      for (const path of paths) for (const item of path.items) expect(bought).toContain(item);
    }));

  test('are at most three and share no item', () =>
    property((paths) => {
      expect(paths.length).toBeLessThanOrEqual(3);
      const all = paths.flatMap((path) => path.items);
      expect(new Set(all).size).toBe(all.length);
    }));

  test('leave out what is sensitive, and what was done before consent', () =>
    property((paths, events) => {
      const agreed = new Set(itemsOf(events.filter((event) => event.shareable)));
      for (const path of paths)
        for (const item of path.items) {
          expect(secret.has(item)).toBe(false);
          expect(agreed.has(item)).toBe(true);
        }
    }));

  test('keep the order in which things were put into the cart', () => {
    const add = (item_id: string) => ({
      name: 'add_to_cart' as const,
      items: [{ item_id, quantity: 1 }],
      shareable: true,
    });
    const order = {
      name: 'purchase' as const,
      items: ['i1', 'i2', 'i3'].map((item_id) => ({ item_id, quantity: 1 })),
      shareable: true,
    };
    const [path] = pathsOf(told([add('i3'), add('i1'), add('i2'), order]), newVisit('v', start), mayLeave);
    expect(path).toMatchObject({ items: ['i3', 'i1', 'i2'], bought: true, day: '2026-11-23' });
  });
});
