import { diversify } from './diversify.ts';
import { categoryOf, matches, type Pin, type Rules, type SurfaceItem } from './rules.ts';

/** Without a rule of the shop, no category fills more than this share while others have something to say. */
const usualShare = 0.4;

/**
 * Arranges suggestions, the best first, by a shop's rules. What holds whatever comes in: no item twice, none that is
 * excluded, a pin at its place (or nearer, where there is too little before it), what is buried behind all else, and
 * no more of a category than `perCategory` but for pins.
 */
export function arrange(candidates: readonly SurfaceItem[], rules: Rules, limit: number): SurfaceItem[] {
  const stock = rules.stock ?? 'hide';
  const gone = (item: SurfaceItem) => item.item?.in_stock === false;
  const allowed = (item: SurfaceItem) => !matches(item, rules.exclude) && !(stock === 'hide' && gone(item));
  const buried = (item: SurfaceItem) => matches(item, rules.bury) || (stock === 'bury' && gone(item));

  const pins = placedPins(rules.pin ?? [], candidates, allowed, limit);
  const pinned = [...pins.values()];
  const taken = new Set(pinned.map(({ item_id }) => item_id));
  const usable: SurfaceItem[] = [];
  for (const candidate of candidates) {
    if (taken.has(candidate.item_id) || !allowed(candidate)) continue;
    taken.add(candidate.item_id);
    usable.push(candidate);
  }
  const best = usable.filter((item) => !buried(item));
  const ordered = diversify(weigh(best, rules), pinned, rules.diversity ?? 0);
  const chosen = capped(ordered, usable.filter(buried), pinned, rules.perCategory, limit);
  return merge(chosen, pins, limit);
}

/** The pins that can be shown, by place; a place that is taken moves the pin to the next free one. */
function placedPins(
  pins: readonly Pin[],
  candidates: readonly SurfaceItem[],
  allowed: (item: SurfaceItem) => boolean,
  limit: number,
): Map<number, SurfaceItem> {
  const placed = new Map<number, SurfaceItem>();
  const known = new Set<string>();
  for (const { item: given, place } of pins) {
    const id = typeof given === 'string' ? given : given.item_id;
    const candidate = candidates.find(({ item_id }) => item_id === id);
    const item = typeof given === 'string' ? candidate?.item : given;
    if (item === undefined || known.has(id)) continue;
    const pin: SurfaceItem = {
      item_id: id,
      item,
      score: candidate?.score ?? 0,
      source: 'pinned',
      reason: { text: 'Our choice' },
    };
    let at = Math.max(0, Math.trunc(place) || 0);
    while (placed.has(at)) at++;
    if (at >= limit || !allowed(pin)) continue;
    known.add(id);
    placed.set(at, pin);
  }
  return placed;
}

/** Scores of different steps of the ladder cannot be compared, so an item's relevance is its place. */
function weigh(items: readonly SurfaceItem[], { margin }: Rules) {
  const marginOf = (item: SurfaceItem): number => {
    if (margin === undefined) return 0;
    const share = typeof margin.of === 'function' ? margin.of(item) : margin.of[item.item_id];
    return margin.weight * Math.min(1, Math.max(0, Number(share) || 0));
  };
  const weighed = items.map((item, at) => ({ item, relevance: (1 - at / items.length) * (1 + marginOf(item)) }));
  return weighed.sort((a, b) => b.relevance - a.relevance);
}

/** Takes the first, as long as their category has room. */
function capped(
  ordered: readonly SurfaceItem[],
  buried: readonly SurfaceItem[],
  pinned: readonly SurfaceItem[],
  perCategory: number | undefined,
  limit: number,
): SurfaceItem[] {
  const most = perCategory ?? Math.max(1, Math.ceil(limit * usualShare));
  const counts = new Map<string, number>();
  const fits = (item: SurfaceItem, count: boolean): boolean => {
    const category = categoryOf(item);
    if (category === undefined) return true;
    const now = counts.get(category) ?? 0;
    if (count && now >= most) return false;
    counts.set(category, now + 1);
    return true;
  };
  for (const pin of pinned) fits(pin, false);
  const room = limit - pinned.length;
  const chosen: SurfaceItem[] = [];
  const postponed: SurfaceItem[] = [];
  for (const item of ordered) {
    if (chosen.length >= room) break;
    (fits(item, true) ? chosen : postponed).push(item);
  }
  // A share that nobody asked for must not leave an answer short; a rule of the shop may.
  if (perCategory === undefined) return [...chosen, ...postponed, ...buried].slice(0, room);
  for (const item of buried) if (chosen.length < room && fits(item, true)) chosen.push(item);
  return chosen.slice(0, Math.max(0, room));
}

/** Puts the pins at their places among the others; those beyond the end come last, in the order of their places. */
function merge(chosen: readonly SurfaceItem[], pins: ReadonlyMap<number, SurfaceItem>, limit: number): SurfaceItem[] {
  const waiting = [...chosen];
  const left = new Map([...pins].sort(([a], [b]) => a - b));
  const merged: SurfaceItem[] = [];
  while (merged.length < limit && waiting.length + left.size > 0) {
    const pin = left.get(merged.length);
    const next = pin ?? waiting.shift() ?? left.values().next().value;
    if (next === undefined) break;
    for (const [place, item] of left) if (item === next) left.delete(place);
    merged.push(next);
  }
  return merged;
}
