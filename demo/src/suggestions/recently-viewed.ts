import type { Edgecart } from '@edgecart/sdk';
import { html } from '../html.ts';
import { render } from '../render.ts';
import { cardBody } from '../shelf/product-card.ts';
import { cartLines } from '../shop/cart.ts';
import { edgecart } from '../shop/edgecart.ts';

/** The SDK's own widget, with this shop's cards; its room is given back while nothing was viewed. */
export const recentlyViewed = (exclude = '') =>
  html`<edgecart-recommendations class="viewed" surface="recently-viewed" limit="6" exclude="${exclude}"></edgecart-recommendations>`;

export async function startRecentlyViewed(): Promise<void> {
  const { defineWidgets } = await import('@edgecart/sdk/widgets');
  const client = new Promise<Edgecart>((resolve) => edgecart('ready', resolve));
  defineWidgets(client, {
    renderCard({ item: { item_id, item } }) {
      const card = document.createElement('div');
      card.className = 'card';
      card.dataset.itemId = item_id;
      if (item) render(card, cardBody(item, cartLines(), { list: 'edgecart:recently-viewed', index: 0 }));
      return card;
    },
  });
}
