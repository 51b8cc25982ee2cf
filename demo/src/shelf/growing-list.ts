import type { CatalogueItem } from '@edgecart/sdk';
import { html } from '../html.ts';
import { render } from '../render.ts';
import { cartLines } from '../shop/cart.ts';
import { trackList } from '../shop/events.ts';
import { productList } from './product-card.ts';

const pageSize = 24;

/**
 * Shows products a page at a time, and tells which were shown. Returns how to show others.
 */
export function startGrowingList(list: HTMLElement, more: HTMLElement, listName: string) {
  let items: readonly CatalogueItem[] = [];
  let shown = 0;

  const showMore = () => {
    const next = items.slice(shown, shown + pageSize);
    list.insertAdjacentHTML('beforeend', productList(next, cartLines(), listName, shown).markup);
    trackList(next, listName, shown);
    // Who asked for more by keyboard goes on from the first new product.
    if (shown > 0) list.children[shown]?.querySelector('a')?.focus({ preventScroll: true });
    shown += next.length;
    const left = items.length - shown;
    render(
      more,
      html`${left > 0 && html`<button type="button" class="button quiet" id="show-more">Show ${Math.min(left, pageSize)} more</button>`}`,
    );
  };
  more.addEventListener('click', ({ target }) => {
    if (target instanceof HTMLElement && target.id === 'show-more') showMore();
  });

  return (others: readonly CatalogueItem[]) => {
    items = others;
    shown = 0;
    if (items.length > 0) list.replaceChildren();
    showMore();
  };
}
