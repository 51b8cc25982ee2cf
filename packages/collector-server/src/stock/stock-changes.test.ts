import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChanges, goneItems, maxChanges } from './stock-changes.ts';

const stockOf = (...changes: unknown[]) => applyChanges(new Map(), changes).after;

describe('changes of stock', () => {
  test('are of pieces or of whether there are any, and keep what they do not name', () => {
    const before = stockOf({ item: 'a', on_hand: 3, lead_time_days: 5 }, { item: 'b', in_stock: false });
    expect(goneItems(before)).toEqual(['b']);
    const { after, taken, errors } = applyChanges(before, [
      { item: 'a', on_hand: 0 },
      { item: 'b', in_stock: true },
    ]);
    expect([taken, errors]).toEqual([2, []]);
    expect(goneItems(after)).toEqual(['a']);
    expect(after.get('a')).toEqual({ item: 'a', on_hand: 0, lead_time_days: 5 });
    expect(before.get('a')?.on_hand).toBe(3);
    expect(applyChanges(after, [{ item: 'a', incoming: 6 }]).after.get('a')?.on_hand).toBe(0);
    expect(goneItems(applyChanges(after, [{ item: 'b', in_stock: true }]).after)).toEqual(['a']);
  });

  test.each([
    [7, /the item/],
    [{ on_hand: 1 }, /item/],
    [{ item: '' }, /\/item/],
    [{ item: 'a', on_hand: -1 }, /\/on_hand/],
    [{ item: 'a', on_hand: 1.5 }, /\/on_hand/],
    [{ item: 'a', on_hand: 1, in_stock: false }, /opposite/],
    [{ item: 'a', price: 1 }, /./],
  ])('that make no sense have a reason and cost no other: %j', (wrong, reason) => {
    const { after, taken, errors } = applyChanges(new Map(), [wrong, { item: 'c', on_hand: 0 }]);
    expect([taken, goneItems(after)]).toEqual([1, ['c']]);
    expect(errors).toEqual([{ index: 0, reason: expect.stringMatching(reason) }]);
  });

  test('are taken up to a number at once', () => {
    const many = Array.from({ length: maxChanges + 1 }, (_, at) => ({ item: `i${at}`, on_hand: 0 }));
    expect(applyChanges(new Map(), many).errors).toEqual([
      { index: maxChanges, reason: expect.stringMatching(/10000/) },
    ]);
  });

  test('in any order leave an item gone exactly when its last word says so', () => {
    const change = fc.record({ item: fc.constantFrom('a', 'b', 'c'), on_hand: fc.nat(2) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        const last = new Map(changes.map(({ item, on_hand }) => [item, on_hand]));
        const gone = [...last].filter(([, pieces]) => pieces === 0).map(([item]) => item);
        expect(goneItems(stockOf(...changes))).toEqual(gone.sort());
      }),
    );
  });
});
