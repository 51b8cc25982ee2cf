import { createElement, Fragment, type ReactNode, useEffect, useId, useRef } from 'react';
import type { SurfaceItem, SurfaceRequest } from '../surfaces/index.ts';
import { listedItem } from '../widgets/item-content.ts';
import { watchSeen } from '../widgets/watch-seen.ts';
import { useShared } from './context.ts';
import { useRecommendations } from './use-recommendations.ts';

export interface RecommendationsProps extends SurfaceRequest {
  heading?: ReactNode;
  className?: string;
  /** A card. `select` tells that it was chosen: call it on the click that leads to the product. */
  renderItem: (item: SurfaceItem, place: { index: number; select: () => void }) => ReactNode;
  /** Instead of the list, while there is no answer; give it the height of the list, so that nothing jumps. */
  fallback?: ReactNode;
}

/** A list of suggestions with the shop's own cards, which tells by itself what was seen and chosen. */
export function Recommendations(props: RecommendationsProps): ReactNode {
  const { heading, className, renderItem, fallback, ...request } = props;
  const { client } = useShared();
  const { items, pending, surface } = useRecommendations(request);
  const list = useRef<HTMLUListElement>(null);
  const headingId = useId();
  const newest = useRef(items);
  newest.current = items;
  const seen = useRef<ReturnType<typeof watchSeen>>(undefined);

  useEffect(() => {
    seen.current = watchSeen((entries) => {
      const listed = entries.flatMap((entry) => {
        const id = entry instanceof HTMLElement ? entry.dataset.itemId : undefined;
        const index = newest.current.findIndex(({ item_id }) => item_id === id);
        const item = newest.current[index];
        return item === undefined ? [] : [listedItem(item, surface, index)];
      });
      if (listed.length > 0) client.track({ name: 'view_item_list', items: listed });
    });
    return () => seen.current?.([]);
  }, [client, surface]);
  const shown = items.map(({ item_id }) => item_id).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: whichever items are shown, their entries are observed anew.
  useEffect(() => {
    const entries = [...(list.current?.children ?? [])];
    seen.current?.(entries.filter((entry) => entry instanceof HTMLElement));
  }, [shown, client, surface]);

  if (pending) return createElement(Fragment, {}, fallback);
  if (items.length === 0) return null;
  return createElement(
    'section',
    { className, 'aria-labelledby': heading === undefined ? undefined : headingId },
    heading !== undefined && createElement('h2', { id: headingId }, heading),
    createElement(
      'ul',
      { ref: list },
      items.map((item, index) => {
        const select = () => client.track({ name: 'select_item', items: [listedItem(item, surface, index)] });
        return createElement(
          'li',
          { key: item.item_id, 'data-item-id': item.item_id },
          renderItem(item, { index, select }),
        );
      }),
    ),
  );
}
