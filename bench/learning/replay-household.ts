import type { Interaction } from '@edgecart/protocol';
import { type Model, type SessionEncoder, sessionInput } from '@edgecart/recommender';

/** A line of households.py. */
export interface Household {
  household: string;
  baskets: { week: number; minute: number; items: string[] }[];
}

/** How often the next product was among the first ten, and what it cost to learn from it. */
export interface Replayed {
  steps: number;
  hits: number;
  hitsWithout: number;
  learnMs: number[];
}

const shown = 10;
/** Minutes between two products of a basket; the data does not say. */
const pace = 1;

/**
 * Puts a household's baskets into the cart again, one product after the other. Before each product of the weeks that
 * count, both encoders say what they would suggest; then the one that learns is told what was taken.
 */
export function replayHousehold(
  model: Model,
  learning: SessionEncoder,
  plain: SessionEncoder,
  { baskets }: Household,
  counts: (week: number) => boolean,
): Replayed {
  const replayed: Replayed = { steps: 0, hits: 0, hitsWithout: 0, learnMs: [] };
  learning.recall(undefined);
  const bought: { item_id: string; minute: number }[] = [];
  for (const { week, minute, items } of baskets) {
    items.forEach((item_id, step) => {
      const nowMinute = minute + step * pace;
      const cart = items.slice(0, step);
      const session: Interaction[] = [
        ...bought.slice(-30).map((each) => past(each.item_id, 'purchase', nowMinute - each.minute, false)),
        ...cart.map((id, at) => past(id, 'add_to_cart', (step - at) * pace, true)),
      ];
      const input = sessionInput(model, session);
      const row = model.rowOf.get(item_id);
      if (row === undefined || input.rows.length === 0) return;
      if (counts(week)) {
        const inCart = new Set(cart.map((id) => model.rowOf.get(id)));
        const hit = (encoder: SessionEncoder) =>
          encoder
            .rank(input, shown + cart.length)
            .top.filter((each) => !inCart.has(each.row))
            .slice(0, shown)
            .some((each) => each.row === row);
        replayed.steps++;
        if (hit(learning)) replayed.hits++;
        if (hit(plain)) replayed.hitsWithout++;
      }
      const startMs = performance.now();
      learning.learn(session, 'add_to_cart', item_id);
      replayed.learnMs.push(performance.now() - startMs);
    });
    bought.push(...items.map((item_id) => ({ item_id, minute })));
  }
  return replayed;
}

const past = (item_id: string, type: string, age_minutes: number, in_cart: boolean): Interaction => ({
  item_id,
  type,
  age_minutes: Math.max(0, age_minutes),
  in_cart,
});
