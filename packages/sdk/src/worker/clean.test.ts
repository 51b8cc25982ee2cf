import { eventNames, type ShopperEvent } from '@edgecart/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean, looksLikeMachine } from './clean.ts';
import { newVisit } from './visit-state.ts';

const now = Date.UTC(2026, 10, 23, 9, 30);
const milk = { item_id: 'milk', item_name: 'Milk', price: 2.5, item_category: 'Dairy' };
const context = { catalogue: new Map([['milk', milk]]), recent: [], nowMs: now, shareable: false };
const visit = newVisit('v', now - 60_000);
const cleaned = (event: unknown, over: Partial<typeof context> & { timeMs?: number; visit?: typeof visit } = {}) =>
  clean({ timeMs: over.timeMs ?? now, event: event as ShopperEvent }, over.visit ?? visit, {
    ...context,
    ...over,
  });

test('gaps are filled from the catalogue', () => {
  const result = cleaned({ name: 'add_to_cart', items: [{ item_id: 'milk' }] });
  expect(result).toMatchObject({
    outcome: 'accepted',
    event: { items: [{ item_id: 'milk', item_name: 'Milk', price: 2.5, category: 'Dairy', quantity: 1 }] },
  });
});

test('impossible quantities and prices are clamped, and the reason names the place', () => {
  const result = cleaned({ name: 'add_to_cart', items: [{ item_id: 'milk', quantity: 1e9, price: -3 }] });
  expect(result).toMatchObject({ outcome: 'mended', event: { items: [{ quantity: 999, price: 0 }] } });
  expect(result.reasons.join()).toMatch(/items\[0\]\.price: -3.*items\[0\]\.quantity: 1000000000/);
});

test('numbers that came as text are read', () => {
  expect(cleaned({ name: 'view_item', items: [{ item_id: 7, price: '3.20', quantity: '2' }] })).toMatchObject({
    outcome: 'accepted',
    event: { items: [{ item_id: '7', price: 3.2, quantity: 2 }] },
  });
});

test('an item without a usable id is dropped, an event left without items is rejected', () => {
  expect(cleaned({ name: 'view_item', items: [{ item_id: ' ' }, milk] })).toMatchObject({
    outcome: 'mended',
    event: { items: [{ item_id: 'milk' }] },
  });
  expect(cleaned({ name: 'view_item', items: [{ item_id: '' }] })).toMatchObject({ outcome: 'rejected' });
  expect(cleaned({ name: 'view_item', items: [] }).reasons).toEqual(['items: none is given']);
});

test('an unknown name is rejected with the names that are known', () => {
  const result = cleaned({ name: 'addToCart', items: [milk] });
  expect(result.outcome).toBe('rejected');
  for (const name of eventNames) expect(result.reasons.join()).toContain(name);
});

test('each event of the protocol is accepted', () => {
  for (const name of eventNames) expect(cleaned({ name, items: [milk] }).outcome).toBe('accepted');
});

test('whatever is passed, cleaning answers and does not throw', () =>
  fc.assert(
    fc.property(fc.anything(), (event) => {
      const result = cleaned(event);
      expect(['accepted', 'mended', 'rejected']).toContain(result.outcome);
      if (result.outcome === 'rejected') expect(result.reasons.length).toBeGreaterThan(0);
    }),
  ));

test('what is accepted is within bounds, whatever the items were', () =>
  fc.assert(
    fc.property(
      fc.array(fc.record({ item_id: fc.anything(), price: fc.anything(), quantity: fc.anything() })),
      (items) => {
        const result = cleaned({ name: 'purchase', items });
        if (result.outcome === 'rejected') return;
        for (const item of result.event.items) {
          expect(item.item_id.length).toBeGreaterThan(0);
          expect(item.quantity).toBeGreaterThanOrEqual(1);
          expect(item.quantity).toBeLessThanOrEqual(999);
          expect(Number.isInteger(item.quantity)).toBe(true);
          if (item.price !== undefined) expect(item.price).toBeGreaterThanOrEqual(0);
        }
      },
    ),
  ));

describe('repeats', () => {
  const before = {
    visit: 'v',
    name: 'add_to_cart',
    items: [{ item_id: 'milk', quantity: 1 }],
    shareable: false,
  } as const;
  const recent = (timeMs: number) => [{ ...before, items: [...before.items], timeMs }];

  test('the same action within 300 ms is a double click, later it is another one', () => {
    const add = { name: 'add_to_cart', items: [{ item_id: 'milk' }] };
    expect(cleaned(add, { recent: recent(now - 200) as never }).outcome).toBe('rejected');
    expect(cleaned(add, { recent: recent(now - 400) as never }).outcome).toBe('accepted');
  });

  test('an event id and an order id count once', () => {
    const order = { name: 'purchase', items: [milk], transaction_id: 'T-1' };
    const first = cleaned(order);
    const hash = first.outcome === 'rejected' ? '' : (first.orderHash ?? '');
    expect(hash).not.toContain('T-1');
    expect(cleaned(order, { visit: { ...visit, orders: [hash] } }).outcome).toBe('rejected');
    expect(cleaned({ ...order, transaction_id: 'T-2' }, { visit: { ...visit, orders: [hash] } }).outcome).toBe(
      'accepted',
    );
    expect(cleaned({ ...order, event_id: 'e' }, { visit: { ...visit, eventIds: ['e'] } }).outcome).toBe('rejected');
  });
});

describe('time', () => {
  const timeOf = (timeMs: number, lastMs: number) => {
    const result = cleaned({ name: 'view_item', items: [milk] }, { timeMs, visit: { ...visit, lastMs } });
    return result.outcome === 'rejected' ? undefined : result.event.timeMs;
  };

  test('does not run backwards within a visit', () => {
    expect(timeOf(now - 3_600_000, now - 5_000)).toBe(now - 5_000);
    expect(timeOf(now - 1_000, now - 5_000)).toBe(now - 1_000);
  });

  test('does not come from the future, and a clock that was wrong before is forgiven', () => {
    expect(timeOf(now + 86_400_000, now)).toBe(now);
    expect(timeOf(now, now + 86_400_000)).toBe(now);
    expect(timeOf(Number.NaN, now)).toBe(now);
  });
});

describe('a machine', () => {
  const times = (count: number, everyMs: number) => Array.from({ length: count }, (_, i) => i * everyMs);

  test('is known by its rate, or by many events without a touch', () => {
    expect(looksLikeMachine(times(40, 50), 40, true)).toBe(true);
    expect(looksLikeMachine(times(15, 5_000), 15, false)).toBe(true);
  });

  test('is not a person who browses fast', () => {
    expect(looksLikeMachine(times(60, 1_000), 60, true)).toBe(false);
    expect(looksLikeMachine(times(5, 100), 5, false)).toBe(false);
  });
});
