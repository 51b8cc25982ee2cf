import { defined } from '@edgecart/protocol';
import type { Products, Suggestion } from '@edgecart/recommender';
import type { Recommendation } from '../api.ts';

/** A suggestion as the shop gets it: with its product and a reason for people. `acted`: what was last done, by item. */
export function explained(
  suggestion: Suggestion,
  catalogue: Pick<Products, 'get'>,
  acted: ReadonlyMap<string, string>,
): Recommendation {
  const { item_id, score, source, because } = suggestion;
  const item = catalogue.get(item_id);
  const reason = defined({ text: reasonText(suggestion, catalogue, acted), because });
  return defined({ item_id, score, source, item, reason });
}

const verbs: Record<string, string> = { add_to_cart: 'added', purchase: 'bought' };

function reasonText(
  { source, because }: Suggestion,
  catalogue: Pick<Products, 'get'>,
  acted: ReadonlyMap<string, string>,
): string {
  const name = because === undefined ? undefined : catalogue.get(because)?.item_name;
  if (because !== undefined && name !== undefined) {
    const did = verbs[acted.get(because) ?? ''] ?? 'looked at';
    return source === 'same-category' ? `Similar to ${name}` : `Because you ${did} ${name}`;
  }
  return source === 'trending' || source === 'model' ? 'Popular right now' : 'From our shop';
}
