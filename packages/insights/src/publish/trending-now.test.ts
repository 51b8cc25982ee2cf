import { expect, test } from 'vitest';
import { trendingNow } from './trending-now.ts';

const scored = (...ids: string[]) => ids.map((item, at) => ({ item, score: 100 - at }));

test('what rises over the shortest half-life comes first, the rest fills up, and nothing comes twice', () => {
  const trending = [
    { halfLifeHours: 72, items: scored('old', 'tea') },
    { halfLifeHours: 3, items: scored('tea', 'milk') },
  ];
  expect(trendingNow({ trending })).toEqual(['tea', 'milk', 'old']);
  expect(trendingNow({ trending: [] })).toEqual([]);
});

test('it is a short list', () => {
  const items = scored(...Array.from({ length: 50 }, (_, at) => `item-${at}`));
  expect(trendingNow({ trending: [{ halfLifeHours: 3, items }] })).toHaveLength(20);
});
