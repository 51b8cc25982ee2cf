import type { Edgecart } from '../api.ts';
import { type FollowOptions, followList } from '../live/follow-list.ts';

/** `everyMs` is 3,000 by default. */
export interface StockOptions extends FollowOptions {
  /** Told of all items that can't be bought now, whenever that changes: for the shop's own buttons. */
  onChange?: (gone: readonly string[]) => void;
}

/**
 * Asks the collector what is gone, again and again while the page is seen, and keeps Edgecart from suggesting it. While the
 * collector does not answer, what was known last holds. Returns how to stop.
 */
export function followStock(edgecart: Pick<Edgecart, 'gone'>, { onChange, ...options }: StockOptions): () => void {
  return followList(options, {
    path: 'v1/stock',
    name: 'gone',
    everyMs: 3_000,
    holdsMs: Number.POSITIVE_INFINITY,
    tell(gone) {
      edgecart.gone(gone);
      try {
        onChange?.(gone);
      } catch {
        // The shop's own fault must not end the watching.
      }
    },
  });
}
