import { type AnonymousRecord, type CountRecord, dayUtc, eventNames, hourUtc } from '@edgecart/protocol';
import { analysisRules } from '@edgecart/protocol/analysis';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Analysis } from '../analysis.ts';
import { type PublishedInsights, publish } from './published.ts';

const hourMs = 3_600_000;
const nowMs = Date.UTC(2026, 10, 24, 12, 30);
const { k } = analysisRules;

let made = 0;
const id = () => (++made).toString(16).padStart(32, '0');
const count = (changes: Partial<CountRecord> = {}, timeMs = nowMs): AnonymousRecord => ({
  ...{ id: id(), kind: 'count', type: 'view_item', item: 'tea', hour: hourUtc(timeMs), ...changes },
});
const times = (many: number, make: () => AnonymousRecord) => Array.from({ length: many }, make);

function published(records: readonly AnonymousRecord[], outOfStock: readonly string[] = []): PublishedInsights {
  const analysis = new Analysis();
  for (const record of records) analysis.take(Buffer.from(JSON.stringify(record)), 'log', undefined, nowMs);
  return publish({
    state: analysis.state,
    rules: analysisRules,
    nowMs,
    known: (item) => ({ name: `The ${item}`, category: 'Drinks', inStock: !outOfStock.includes(item) }),
    personas: [{ name: 'Drinkers', categories: ['Drinks'] }],
    health: {
      ...{ clean: analysis.clean, lag: 0, lagUnit: 'bytes', source: 'log', troubles: [] },
      ...{ stateBytes: 0, perMinute: [], checkpointMs: null },
    },
  });
}

/** Every number that is told, but of the pipeline, of k itself and of the clock. */
function numbersIn({ health: _health, k: _k, madeMs: _madeMs, trending, ...told }: PublishedInsights): number[] {
  const found: number[] = [];
  JSON.stringify({ ...told, trending: trending.map(({ items }) => items) }, (_key, value: unknown) => {
    if (typeof value === 'number') found.push(value);
    return value;
  });
  return found;
}

test('of fewer than k records nothing is told, whatever they are', () => {
  const few = fc.array(
    fc.oneof(
      fc.record({
        type: fc.constantFrom(...eventNames),
        item: fc.constantFrom('tea', 'milk'),
        priceBand: fc.integer({ min: 0, max: 2 }),
        shown: fc.record({ model: fc.constant('none'), slot: fc.integer({ min: 0, max: 2 }) }),
      }),
      fc.boolean(),
    ),
    { maxLength: k - 1 },
  );
  fc.assert(
    fc.property(few, (all) => {
      const records = all.map(
        (one): AnonymousRecord =>
          typeof one === 'boolean'
            ? { id: id(), kind: 'path', items: ['tea', 'milk'], day: dayUtc(nowMs), bought: one }
            : count(one),
      );
      const told = published(records);
      expect(numbersIn(told)).toEqual([]);
      expect(told.names).toEqual({});
    }),
    { numRuns: 100 },
  );
});

test('the sum of what lies in carts is told without its parts', () => {
  const told = published([
    ...times(30, () => count({ type: 'add_to_cart', quantityBand: 3 })),
    ...times(4, () => count({ type: 'remove_from_cart' })),
  ]);
  expect(told.cartDemand).toEqual([{ item: 'tea', units: 86, views: null, purchases: null }]);
  expect(told.wavering).toEqual([]);
  expect(told.names).toEqual({ tea: 'The tea' });
});

test('hesitation and abandonment come of additions, removals and purchases', () => {
  const told = published([
    ...times(80, () => count({ type: 'add_to_cart' })),
    ...times(20, () => count({ type: 'remove_from_cart' })),
    ...times(50, () => count({ type: 'purchase' })),
  ]);
  expect(told.wavering).toEqual([{ item: 'tea', adds: 80, hesitation: 0.25, abandonment: 0.375 }]);
});

test('what is asked for while it is out of stock is told', () => {
  const records = [...times(25, () => count()), ...times(25, () => count({ item: 'milk' }))];
  expect(published(records, ['milk']).missedDemand).toEqual([{ item: 'milk', views: 25, adds: null }]);
});

test('suggestions are counted by model and by place', () => {
  const shown = { model: '0123456789abcdef', slot: 2 };
  const told = published([
    ...times(100, () => count({ type: 'view_item_list', shown })),
    ...times(25, () => count({ type: 'select_item', shown })),
    ...times(3, () => count({ type: 'select_item', shown: { ...shown, slot: 3 } })),
  ]);
  expect(told.clickThrough.models).toMatchObject([{ model: shown.model, shown: 100, clicked: 28, rate: 0.28 }]);
  expect(told.clickThrough.slots).toMatchObject([{ slot: 2, shown: 100, clicked: 25, rate: 0.25, margin: 0.085 }]);
});

test('a dearer band that is added less often has an elasticity below 0', () => {
  const at = (priceBand: number, views: number, adds: number) => [
    ...times(views, () => count({ priceBand })),
    ...times(adds, () => count({ type: 'add_to_cart', priceBand })),
  ];
  const told = published([...at(1, 200, 100), ...at(2, 200, 50)]);
  // Twice the price, half as often: by one percent dearer, one percent less.
  expect(told.prices.elastic).toEqual([{ item: 'tea', elasticity: -1, bands: 2, views: 400 }]);
  expect(told.prices.bands.map(({ band, conversion }) => [band, conversion])).toEqual([
    [1, 0.5],
    [2, 0.25],
  ]);
});

test('a sudden rise is told of the product and of the shop, and a usual hour is not', () => {
  const lastHour = nowMs - hourMs;
  const usual = [1, 2, 3, 4, 5].flatMap((day) =>
    times(40 + day, () => count({ item: 'milk' }, lastHour - day * 24 * hourMs)),
  );
  expect(published([...usual, ...times(45, () => count({ item: 'milk' }, lastHour))]).alerts).toEqual([]);
  const told = published([...usual, ...times(140, () => count({ item: 'milk' }, lastHour))]);
  expect(told.alerts).toMatchObject([
    { kind: 'rise', type: 'view_item', hour: '2026-11-24T11', observed: 140, expected: 43 },
    { kind: 'rise', type: 'view_item', item: 'milk', observed: 140, expected: 43 },
  ]);
  expect(published(usual).alerts).toMatchObject([{ kind: 'fall', observed: null, expected: 43 }]);
});
