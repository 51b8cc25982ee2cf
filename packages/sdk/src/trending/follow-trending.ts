import type { Edgecart } from '../api.ts';
import { type FollowOptions, followList } from '../live/follow-list.ts';

/** Shopper and shop look away for a while; what trended before lunch must not be told as news for ever. */
const holdsMs = 1_800_000;

/**
 * Asks the collector what trends with all shoppers now, every 30 seconds while the page is seen, and lets Edgecart suggest
 * it where it has nothing better: before what was popular when the model was made. While the collector does not answer,
 * what was known last holds for half an hour. Returns how to stop.
 */
export function followTrending(edgecart: Pick<Edgecart, 'rising'>, options: FollowOptions): () => void {
  return followList(options, {
    path: 'v1/trending',
    name: 'items',
    everyMs: 30_000,
    holdsMs,
    tell: (ids) => edgecart.rising(ids),
  });
}
