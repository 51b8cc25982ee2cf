import { describe, expect, test } from 'vitest';
import type { Recommendation } from '../api.ts';
import { fillSurface, type Stock } from './fill-surface.ts';
import type { SurfaceItem } from './rules.ts';
import { type SurfaceStrategy, strategies } from './strategies.ts';

const product = (id: string, category: string) => ({ item_id: id, item_name: id, price: 1, item_category: category });
const suggested = (
  id: string,
  category: string,
  source: Recommendation['source'],
  because?: string,
): Recommendation => ({
  item_id: id,
  item: product(id, category),
  score: 1,
  source,
  reason: { text: '', ...(because !== undefined && { because }) },
});
const stock = (more: Partial<Stock>): Stock => ({ suggestions: [], seen: [], inCart: new Set(), ...more });
const ids = (items: readonly SurfaceItem[]) => items.map(({ item_id }) => item_id).join(' ');
const fill = (surface: string, given: Partial<Stock>, limit = 4) => {
  const strategy: SurfaceStrategy = strategies[surface] ?? {};
  return ids(fillSurface(strategy, {}, limit, stock(given)));
};

describe('often bought together', () => {
  const seen = [product('tea', 'drinks')];

  test('shows what was learned of the newest product, of another kind first, and never the product itself', () => {
    const suggestions = [
      suggested('tea', 'drinks', 'model', 'tea'),
      suggested('coffee', 'drinks', 'model', 'tea'),
      suggested('milk', 'dairy', 'item-graph', 'tea'),
      suggested('biscuits', 'bakery', 'model', 'tea'),
    ];
    expect(fill('bought-together', { suggestions, seen })).toBe('milk biscuits coffee');
  });

  test('invents nothing from categories or popularity', () => {
    const suggestions = [suggested('milk', 'dairy', 'same-category', 'tea'), suggested('bread', 'bakery', 'trending')];
    expect(fill('bought-together', { suggestions, seen })).toBe('');
  });
});

test('an empty cart begins with at most half of what was seen', () => {
  const seen = ['a', 'b', 'c'].map((id) => product(id, id));
  const suggestions = ['b', 'x', 'y', 'z'].map((id) => suggested(id, id, 'model'));
  expect(fill('empty-cart', { seen, suggestions })).toBe('a b x y');
});

test('what was seen comes once, with what lies in the cart and what the catalogue lacks left out', () => {
  const seen = [product('a', 'k'), { item_id: 'gone' }, product('b', 'k'), product('a', 'k'), product('c', 'k')];
  expect(fill('recently-viewed', { seen, inCart: new Set(['b']) })).toBe('a c');
});
