import type { CatalogueItem } from '@edgecart/sdk';
import { html } from '../html.ts';
import { formatMoney } from '../money.ts';
import { pictureOf } from '../picture/picture.ts';
import { byId, render } from '../render.ts';
import { cartControl } from '../shelf/cart-control.ts';
import { notFound } from '../shelf/not-found.ts';
import { productList } from '../shelf/product-card.ts';
import { splitName } from '../shelf/product-name.ts';
import { aisleUrl, parameter } from '../shop/addresses.ts';
import { cartLines } from '../shop/cart.ts';
import { freeDeliveryFrom } from '../shop/cart-lines.ts';
import type { Range } from '../shop/catalogue.ts';
import { trackView } from '../shop/events.ts';
import { startSite } from '../site.ts';
import { recentlyViewed, startRecentlyViewed } from '../suggestions/recently-viewed.ts';
import { slotSection, startSlot } from '../suggestions/slot.ts';

const slot = { surface: 'product', limit: 6, title: 'Goes well with this', coldTitle: 'Popular right now' };

function details(item: CatalogueItem) {
  const { title, size } = splitName(item.item_name);
  const { item_category: aisle, item_category2: kind } = item;
  return html`<nav class="crumbs" aria-label="Breadcrumb"><ol><li><a href="/">Home</a></li><li><a href="${aisleUrl(aisle)}">${aisle}</a></li>${kind && html`<li><a href="${aisleUrl(aisle, kind)}">${kind}</a></li>`}</ol></nav>
    <article class="product" data-item-id="${item.item_id}">
      <div class="product-picture">${pictureOf(item)}</div>
      <div class="product-text">
        ${item.item_brand && html`<p class="eyebrow">${item.item_brand}</p>`}
        <h1>${title}</h1>
        ${size && html`<p class="size">${size}</p>`}
        <p class="price big">${formatMoney(item.price)}</p>
        ${
          item.in_stock === false
            ? html`<p class="out-of-stock big">Out of stock</p><p>We expect it back within a few days. Something like it is below.</p>`
            : cartControl(item, cartLines())
        }
        <ul class="facts">
          <li>In your kitchen today when you order before 4 pm</li>
          <li>Free delivery from ${formatMoney(freeDeliveryFrom)}</li>
          <li>Not as fresh as you like? Money back at the door</li>
        </ul>
      </div>
    </article>`;
}

function fill(range: Range): void {
  const item = range.byId.get(parameter('id') ?? '');
  if (!item) {
    render(byId('main'), notFound('We could not find this product', range));
    return;
  }
  document.title = `${splitName(item.item_name).title} · Orchard Lane`;
  const like = range.items
    .filter((other) => other.item_category2 === item.item_category2 && other !== item && other.in_stock !== false)
    .slice(0, 6);
  const kind = item.item_category2 ?? item.item_category;
  render(
    byId('main'),
    html`${details(item)}
      ${slotSection(slot)}
      ${
        like.length > 0 &&
        html`<section aria-labelledby="like-title"><div class="section-head"><h2 id="like-title">More from ${kind.toLowerCase()}</h2></div>
          <ul class="grid">${productList(like, cartLines(), 'product:same-kind')}</ul></section>`
      }
      ${recentlyViewed(item.item_id)}`,
  );
  trackView(item);
  startSlot(slot, range);
  void startRecentlyViewed();
}

void startSite(fill);
