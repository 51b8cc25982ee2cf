import { expect, test } from 'vitest';
import { heldOutOf } from './held-out.ts';

test('whoever was measured stands in the order of the hit rate', () => {
  const found = heldOutOf({
    hit_rate_at_10: 0.2,
    hit_rate_at_20: 0.3,
    covisitation_hit_rate_at_10: 0.25,
    covisitation_hit_rate_at_20: 0.28,
    popularity_hit_rate_at_10: 0.1,
    held_out_carts: 1200,
  });
  expect(found?.carts).toBe(1200);
  expect(found?.rows.map(({ hitRateAt10 }) => hitRateAt10)).toEqual([0.25, 0.2]);
});

test('a model that was not measured has nothing to show', () => {
  expect(heldOutOf({})).toBeUndefined();
});
