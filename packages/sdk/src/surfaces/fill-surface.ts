import type { Insights, Recommendation } from '../api.ts';
import { arrange } from './arrange.ts';
import { categoryOf, joinRules, type Rules, type SurfaceItem } from './rules.ts';
import type { SurfaceStrategy } from './strategies.ts';

/** All that a surface is filled from. */
export interface Stock {
  suggestions: readonly Recommendation[];
  /** The newest first; an item may come again. */
  seen: Insights['seen'];
  inCart: ReadonlySet<string>;
}

/** Chooses and arranges what a surface shows. */
export function fillSurface(strategy: SurfaceStrategy, rules: Rules, limit: number, stock: Stock): SurfaceItem[] {
  const all = joinRules(rules, strategy);
  const bury = [...(all.bury ?? [])];
  const newest = stock.seen[0];
  if (strategy.complements && newest?.item_category !== undefined) {
    const kind = newest.item_category2 ?? newest.item_category;
    bury.push((item) => categoryOf(item) === kind);
  }
  const exclude = [...(all.exclude ?? []), (item: SurfaceItem) => stock.inCart.has(item.item_id)];
  return arrange(candidates(strategy, limit, stock), { ...all, bury, exclude }, limit);
}

function candidates({ seen, complements }: SurfaceStrategy, limit: number, stock: Stock): SurfaceItem[] {
  if (seen === 'only') return fromSeen(stock);
  if (seen === 'first') return [...fromSeen(stock).slice(0, Math.ceil(limit / 2)), ...stock.suggestions];
  if (!complements) return [...stock.suggestions];
  const learned = stock.suggestions.filter(
    ({ source, reason }) => reason.because !== undefined && (source === 'model' || source === 'item-graph'),
  );
  const asked = new Set(learned.map(({ reason }) => reason.because));
  return learned.filter(({ item_id }) => !asked.has(item_id));
}

function fromSeen({ seen }: Stock): SurfaceItem[] {
  const items: SurfaceItem[] = [];
  const known = new Set<string>();
  for (const { item_id, item_name, price, item_category, ...rest } of seen) {
    // Without a name there is nothing to show.
    if (known.has(item_id) || item_name === undefined || price === undefined || item_category === undefined) continue;
    known.add(item_id);
    const item = { item_id, item_name, price, item_category, ...rest };
    items.push({ item_id, item, score: 0, source: 'seen', reason: { text: 'You looked at this' } });
  }
  return items;
}
