import type { PublishedInsights } from './published.ts';

const most = 20;

/**
 * What a shop may tell its shoppers of trends: the ids alone, what rises over the shortest half-life first, filled up with
 * what rises over longer ones. Each rests on at least k records, as everything that is published.
 */
export function trendingNow({ trending }: Pick<PublishedInsights, 'trending'>): string[] {
  const quickFirst = trending.toSorted((a, b) => a.halfLifeHours - b.halfLifeHours);
  const ids = quickFirst.flatMap(({ items }) => items.map(({ item }) => item));
  return [...new Set(ids)].slice(0, most);
}
