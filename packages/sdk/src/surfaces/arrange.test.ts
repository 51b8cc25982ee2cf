import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrange } from './arrange.ts';
import { categoryOf, matches, type Rules, type SurfaceItem } from './rules.ts';

const item = (id: string, category: string, more: { brand?: string; in_stock?: boolean } = {}): SurfaceItem => ({
  item_id: id,
  item: {
    item_id: id,
    item_name: id,
    price: 1,
    item_category: category,
    ...(more.brand !== undefined && { item_brand: more.brand }),
    ...(more.in_stock !== undefined && { in_stock: more.in_stock }),
  },
  score: 0,
  source: 'model',
  reason: { text: '' },
});
const ids = (items: readonly SurfaceItem[]) => items.map(({ item_id }) => item_id).join(' ');

describe('the shop’s rules', () => {
  const fruit = ['a1', 'a2', 'a3', 'a4'].map((id) => item(id, 'a'));
  const mixed = [...fruit, item('b1', 'b'), item('c1', 'c'), item('b2', 'b')];

  test('without any, no category takes more than its share while others are there', () => {
    expect(ids(arrange(mixed, {}, 5))).toBe('a1 a2 b1 c1 b2');
    expect(ids(arrange(fruit, {}, 4))).toBe('a1 a2 a3 a4');
  });

  test('a cap that the shop states leaves places empty rather than break', () => {
    expect(ids(arrange(fruit, { perCategory: 1 }, 4))).toBe('a1');
  });

  test('a pin holds its place, and moves to the end of an answer too short for it', () => {
    expect(ids(arrange(mixed, { pin: [{ item: 'b2', place: 1 }] }, 3))).toBe('a1 b2 a2');
    const own = { item_id: 'x', item_name: 'X', price: 1, item_category: 'x' };
    expect(ids(arrange(fruit.slice(0, 2), { pin: [{ item: own, place: 5 }] }, 6))).toBe('a1 a2 x');
  });

  test('of two pins for one place, the second takes the next', () => {
    const pin = ['c1', 'b1'].map((id) => ({ item: id, place: 0 }));
    expect(ids(arrange(mixed, { pin }, 3))).toBe('c1 b1 a1');
  });

  test('a margin lifts what earns more', () => {
    expect(ids(arrange(mixed, { margin: { weight: 2, of: { b1: 0.5 } } }, 2))).toBe('a1 b1');
    expect(ids(arrange(mixed, { margin: { weight: 9, of: { c1: 1 } } }, 2))).toBe('c1 a1');
  });

  test('diversity puts the unlike before the alike', () => {
    expect(ids(arrange(mixed, { diversity: 0.5, perCategory: 9 }, 4))).toBe('a1 b1 c1 a2');
  });

  test('what is out of stock is hidden, buried or shown', () => {
    const items = [item('gone', 'a', { in_stock: false }), item('here', 'b')];
    expect(ids(arrange(items, {}, 2))).toBe('here');
    expect(ids(arrange(items, { stock: 'bury' }, 2))).toBe('here gone');
    expect(ids(arrange(items, { stock: 'show' }, 2))).toBe('gone here');
  });
});

describe('whatever comes in', () => {
  const letters = ['a', 'b', 'c', 'd'];
  const someItem = fc
    .record({
      id: fc.integer({ min: 0, max: 30 }),
      brand: fc.constantFrom('x', 'y', undefined),
      in_stock: fc.constantFrom(true, false, undefined),
    })
    // What an id is of is fixed, as in a catalogue.
    .map(({ id, brand, in_stock }) =>
      item(`i${id}`, letters[id % 4] ?? '', {
        ...(brand !== undefined && { brand }),
        ...(in_stock !== undefined && { in_stock }),
      }),
    );
  const someMatch = fc.oneof(
    fc.integer({ min: 0, max: 30 }).map((id) => `i${id}`),
    fc.constantFrom(...letters).map((category) => ({ category })),
    fc.constant({ brand: 'x' }),
  );
  const someRules: fc.Arbitrary<Rules> = fc.record(
    {
      pin: fc.array(
        fc.record({
          item: fc.oneof(
            fc.integer({ min: 0, max: 30 }).map((id) => `i${id}`),
            fc.constant(item('own', 'e').item),
          ),
          place: fc.integer({ min: -1, max: 12 }),
        }) as fc.Arbitrary<{ item: string; place: number }>,
        { maxLength: 4 },
      ),
      exclude: fc.array(someMatch, { maxLength: 3 }),
      bury: fc.array(someMatch, { maxLength: 3 }),
      margin: fc.record({ weight: fc.double({ min: 0, max: 5, noNaN: true }), of: fc.constant(() => 0.3) }),
      stock: fc.constantFrom('hide' as const, 'bury' as const, 'show' as const),
      perCategory: fc.integer({ min: 0, max: 4 }),
      diversity: fc.double({ min: 0, max: 1, noNaN: true }),
    },
    { requiredKeys: [] },
  );
  const holds = (check: (answer: SurfaceItem[], rules: Rules, limit: number, given: SurfaceItem[]) => void) =>
    fc.assert(
      fc.property(
        fc.array(someItem, { maxLength: 40 }),
        someRules,
        fc.integer({ min: 0, max: 12 }),
        (given, rules, limit) => {
          check(arrange(given, rules, limit), rules, limit, given);
        },
      ),
      { numRuns: 500 },
    );
  const isBuried = (each: SurfaceItem, rules: Rules) =>
    each.source !== 'pinned' &&
    (matches(each, rules.bury) || (rules.stock === 'bury' && each.item?.in_stock === false));

  test('no item comes twice, and no more than were asked for', () =>
    holds((answer, _, limit) => {
      expect(new Set(answer.map(({ item_id }) => item_id)).size).toBe(answer.length);
      expect(answer.length).toBeLessThanOrEqual(limit);
    }));

  test('what is excluded never appears, pinned or not', () =>
    holds((answer, rules) => expect(answer.filter((each) => matches(each, rules.exclude))).toEqual([])));

  test('what is out of stock never appears, unless the shop says so', () =>
    holds((answer, rules) => {
      if ((rules.stock ?? 'hide') === 'hide') expect(answer.every(({ item: at }) => at?.in_stock !== false)).toBe(true);
    }));

  test('a pin keeps its place where there are others to fill those before it', () =>
    holds((answer, rules, limit) => {
      const first = rules.pin?.[0];
      const idOf = (pin: NonNullable<Rules['pin']>[number] | undefined) =>
        typeof pin?.item === 'string' ? pin.item : pin?.item.item_id;
      const id = idOf(first);
      if (rules.pin?.slice(1).some((pin) => idOf(pin) === id)) return;
      const at = answer.findIndex(({ item_id, source }) => item_id === id && source === 'pinned');
      if (first === undefined || at < 0) return;
      const place = Math.max(0, first.place);
      // Without others to fill the places before it, it moves up.
      const others = answer.filter(({ source }) => source !== 'pinned').length;
      if (others >= place) expect(at).toBe(place);
      else expect(at).toBeGreaterThanOrEqual(others);
      expect(place).toBeLessThan(limit);
    }));

  test('what is buried comes behind all that is neither buried nor pinned', () =>
    holds((answer, rules) => {
      const free = answer.filter(({ source }) => source !== 'pinned').map((each) => isBuried(each, rules));
      expect(free).toEqual(free.toSorted((a, b) => Number(a) - Number(b)));
    }));

  test('no category has more than the shop’s cap, but for pins', () =>
    holds((answer, rules) => {
      if (rules.perCategory === undefined) return;
      const counts = new Map<string | undefined, number>();
      const pins = new Map<string | undefined, number>();
      for (const each of answer) {
        const map = each.source === 'pinned' ? pins : counts;
        map.set(categoryOf(each), (map.get(categoryOf(each)) ?? 0) + 1);
      }
      for (const [category, count] of counts)
        expect(count).toBeLessThanOrEqual(Math.max(0, rules.perCategory - (pins.get(category) ?? 0)));
    }));

  test('places stay empty only by a rule', () =>
    holds((answer, rules, limit, given) => {
      if (rules.perCategory !== undefined) return;
      const hidden = (each: SurfaceItem) => (rules.stock ?? 'hide') === 'hide' && each.item?.in_stock === false;
      const usable = given.filter((each) => !matches(each, rules.exclude) && !hidden(each));
      const most = new Set(usable.map(({ item_id }) => item_id)).size;
      expect(answer.length).toBeGreaterThanOrEqual(Math.min(limit, most));
    }));
});
