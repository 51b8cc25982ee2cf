import { categoryOf, type SurfaceItem } from './rules.ts';

export interface Weighed {
  item: SurfaceItem;
  /** 0 and more. */
  relevance: number;
}

/** How alike two products are as far as the catalogue tells, 0 to 1. */
function likeness(one: SurfaceItem, other: SurfaceItem): number {
  const [a, b] = [one.item, other.item];
  if (a === undefined || b === undefined) return 0;
  const narrow = categoryOf(one) === categoryOf(other) ? 1 : 0;
  const wide = a.item_category === b.item_category ? 0.6 : 0;
  const brand = a.item_brand !== undefined && a.item_brand === b.item_brand ? 0.2 : 0;
  return Math.min(1, Math.max(narrow, wide) + brand);
}

/**
 * Maximal marginal relevance (Carbonell and Goldstein, 1998): one item after the other, always the one that is best when
 * its likeness to those before it is taken off. Answers with all items, in their new order; equals keep theirs.
 */
export function diversify(items: readonly Weighed[], before: readonly SurfaceItem[], diversity: number): SurfaceItem[] {
  const share = Math.min(1, Math.max(0, diversity));
  const left = items.map(({ item, relevance }) => ({
    item,
    relevance,
    alike: Math.max(0, ...before.map((other) => likeness(item, other))),
  }));
  const ordered: SurfaceItem[] = [];
  while (left.length > 0) {
    const worth = ({ relevance, alike }: (typeof left)[number]) => (1 - share) * relevance - share * alike;
    let best = 0;
    left.forEach((candidate, at) => {
      const leader = left[best];
      if (leader !== undefined && worth(candidate) > worth(leader)) best = at;
    });
    const [chosen] = left.splice(best, 1);
    if (chosen === undefined) break;
    ordered.push(chosen.item);
    for (const candidate of left) candidate.alike = Math.max(candidate.alike, likeness(candidate.item, chosen.item));
  }
  return ordered;
}
