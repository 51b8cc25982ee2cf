import { type CatalogueItem, defined } from '@edgecart/protocol';
import type { Suggestion } from '@edgecart/recommender';
import type { Recommendation } from '../api.ts';

/** A suggestion as the shop gets it: with its product and a reason for people. */
export function explained(
  suggestion: Suggestion,
  catalogue: ReadonlyMap<string, CatalogueItem>,
  inCart: ReadonlySet<string>,
): Recommendation {
  const { item_id, score, source, because } = suggestion;
  const item = catalogue.get(item_id);
  const reason = defined({ text: reasonText(suggestion, catalogue, inCart), because });
  return defined({ item_id, score, source, item, reason });
}

function reasonText(
  { source, because }: Suggestion,
  catalogue: ReadonlyMap<string, CatalogueItem>,
  inCart: ReadonlySet<string>,
): string {
  const name = because === undefined ? undefined : catalogue.get(because)?.item_name;
  if (because !== undefined && name !== undefined) {
    const did = inCart.has(because) ? 'Because you added' : 'Because you looked at';
    return source === 'same-category' ? `Similar to ${name}` : `${did} ${name}`;
  }
  return source === 'trending' || source === 'model' ? 'Popular right now' : 'From our shop';
}
