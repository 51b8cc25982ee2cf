import { defined, type Interaction } from '@edgecart/protocol';
import type { Products } from '@edgecart/recommender';
import type { Insights } from '../api.ts';
import type { CleanEvent, VisitState } from './visit-state.ts';

const interacting = new Set<string>(['select_item', 'view_item', 'add_to_cart', 'remove_from_cart', 'purchase']);

/**
 * The session as the model sees it, oldest first: what was done to single items, one after the other, and what lies in
 * the cart without an event that told of it (stated by an earlier page) before that.
 */
export function interactions(events: readonly CleanEvent[], visit: VisitState, nowMs: number): Interaction[] {
  const inCart = new Set(visit.cart?.map((line) => line.item_id));
  const list: Interaction[] = [];
  for (const event of events) {
    if (!interacting.has(event.name)) continue;
    for (const { item_id } of event.items) {
      // A product that was viewed and then put in the cart is one step of the session, not two.
      if (list.at(-1)?.item_id === item_id) list.pop();
      list.push({
        item_id,
        type: event.name,
        age_minutes: Math.max(0, nowMs - event.timeMs) / 60_000,
        in_cart: inCart.has(item_id),
      });
    }
  }
  const told = new Set(list.map((interaction) => interaction.item_id));
  const stated = (visit.cart ?? [])
    .filter((line) => !told.has(line.item_id))
    .map((line) => ({
      item_id: line.item_id,
      type: 'add_to_cart',
      age_minutes: Math.max(0, nowMs - visit.startedMs) / 60_000,
      in_cart: true,
    }));
  return [...stated, ...list];
}

/** Shares of categories among a session's items, largest first; each interaction counts once, adds twice. */
export function affinity(session: readonly Interaction[], catalogue: Pick<Products, 'get'>): Insights['affinity'] {
  const weights = new Map<string, number>();
  let total = 0;
  for (const { item_id, type } of session) {
    const category = catalogue.get(item_id)?.item_category;
    if (category === undefined) continue;
    const weight = type === 'add_to_cart' || type === 'purchase' ? 2 : 1;
    weights.set(category, (weights.get(category) ?? 0) + weight);
    total += weight;
  }
  return [...weights]
    .map(([category, weight]) => ({ category, share: weight / total }))
    .sort((a, b) => b.share - a.share);
}

const countOf = (events: readonly CleanEvent[], name: string): number =>
  events.reduce((sum, event) => sum + (event.name === name ? event.items.length : 0), 0);

/**
 * Chance of a purchase in this visit: a plain rule until a model has learned one. A logistic curve over what moves
 * shoppers towards the till; its weights are set by hand and say no more than "more likely" and "less likely".
 */
export function intent(events: readonly CleanEvent[], visit: VisitState): number {
  const cartItems = Math.min(visit.cart?.length ?? 0, 8);
  const score =
    -2.5 +
    0.35 * cartItems +
    0.05 * Math.min(countOf(events, 'view_item'), 20) +
    0.6 * Math.min(countOf(events, 'view_cart'), 1) +
    2 * Math.min(countOf(events, 'begin_checkout'), 1) -
    1.2 * hesitation(events);
  return cartItems === 0 && countOf(events, 'begin_checkout') === 0 ? 0.02 : 1 / (1 + Math.exp(-score));
}

/** Share of adds that were taken back. */
export function hesitation(events: readonly CleanEvent[]): number {
  const adds = countOf(events, 'add_to_cart');
  return adds === 0 ? 0 : Math.min(1, countOf(events, 'remove_from_cart') / adds);
}

export function cartSummary(visit: VisitState, catalogue: Pick<Products, 'get'>): Insights['cart'] {
  const lines = (visit.cart ?? []).map((line) => {
    const known = catalogue.get(line.item_id);
    const item_name = line.item_name ?? known?.item_name;
    const price = line.price ?? known?.price;
    return defined({ item_id: line.item_id, quantity: line.quantity, item_name, price });
  });
  return {
    lines,
    quantity: lines.reduce((sum, line) => sum + line.quantity, 0),
    value: lines.reduce((sum, line) => sum + line.quantity * (line.price ?? 0), 0),
  };
}

export function sessionSummary(events: readonly CleanEvent[], visit: VisitState): Insights['session'] {
  return {
    startedMs: visit.startedMs,
    events: events.length,
    views: countOf(events, 'view_item'),
    adds: countOf(events, 'add_to_cart'),
    removes: countOf(events, 'remove_from_cart'),
    machineLike: visit.machineLike,
  };
}
