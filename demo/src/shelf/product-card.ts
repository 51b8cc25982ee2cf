import type { CatalogueItem } from '@edgecart/sdk';
import { type Html, html } from '../html.ts';
import { formatMoney } from '../money.ts';
import { pictureOf } from '../picture/picture.ts';
import { productUrl } from '../shop/addresses.ts';
import type { CartLine, ListPlace } from '../shop/cart-lines.ts';
import type { Range } from '../shop/catalogue.ts';
import { trackSelection } from '../shop/events.ts';
import { cartControl } from './cart-control.ts';
import { describe, splitName } from './product-name.ts';

/** The inside of a card: picture, name, price and the control; `note` stands between name and price. */
export function cardBody(item: CatalogueItem, lines: readonly CartLine[], from: ListPlace, note?: Html): Html {
  return html`<a class="card-link" href="${productUrl(item.item_id)}" data-select="${item.item_id}" data-list="${from.list}" data-index="${from.index}">
      ${pictureOf(item)}
      <span class="card-words"><span class="card-name">${splitName(item.item_name).title}</span> <span class="card-meta">${describe(item)}</span></span>
    </a>
    ${note}
    <div class="card-foot"><span class="price">${formatMoney(item.price)}</span>${cartControl(item, lines, from)}</div>`;
}

export function productList(
  items: readonly CatalogueItem[],
  lines: readonly CartLine[],
  list: string,
  firstIndex = 0,
): Html {
  return html`${items.map(
    (item, at) =>
      html`<li class="card" data-item-id="${item.item_id}">${cardBody(item, lines, { list, index: firstIndex + at })}</li>`,
  )}`;
}

/** Tells which product of a list was chosen, before the browser follows the link. */
export function startSelectionTracking(range: Range): void {
  document.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest<HTMLElement>('a[data-select]') : null;
    const item = range.byId.get(link?.dataset.select ?? '');
    const { list, index } = link?.dataset ?? {};
    if (item && list !== undefined) trackSelection(item, { list, index: Number(index) });
  });
}
