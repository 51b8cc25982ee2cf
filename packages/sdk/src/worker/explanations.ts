import { defined } from '@edgecart/protocol';
import type { Products, Suggestion } from '@edgecart/recommender';
import type { Recommendation } from '../api.ts';

const verbs: Record<string, 'added' | 'bought'> = { add_to_cart: 'added', purchase: 'bought' };

/** A suggestion as the shop gets it: with its product and a reason for people. `acted`: what was last done, by item. */
export function explained(
  { because, ...suggestion }: Suggestion,
  catalogue: Pick<Products, 'get'>,
  acted: ReadonlyMap<string, string>,
): Recommendation {
  const name = catalogue.get(because ?? '')?.item_name;
  const did = name === undefined ? name : (verbs[acted.get(because ?? '') ?? ''] ?? 'looked at');
  const text = did
    ? suggestion.source === 'same-category'
      ? `Similar to ${name}`
      : `Because you ${did} ${name}`
    : suggestion.source === 'trending' || suggestion.source === 'model'
      ? 'Popular right now'
      : 'From our shop';
  const item = catalogue.get(suggestion.item_id);
  return defined({ ...suggestion, item, reason: defined({ text, because, name, did }) });
}
