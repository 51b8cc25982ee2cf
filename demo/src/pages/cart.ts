import { html } from '../html.ts';
import { formatMoney } from '../money.ts';
import { empty } from '../picture/empty.ts';
import { pictureOf } from '../picture/picture.ts';
import { byId, render } from '../render.ts';
import { cartControl } from '../shelf/cart-control.ts';
import { orderSummary } from '../shelf/order-summary.ts';
import { describe, splitName } from '../shelf/product-name.ts';
import { checkoutUrl, homeUrl, productUrl } from '../shop/addresses.ts';
import { cartLines, onCartChange } from '../shop/cart.ts';
import { type PricedLine, priceLines, sumUp } from '../shop/cart-lines.ts';
import type { Range } from '../shop/catalogue.ts';
import { trackCart } from '../shop/events.ts';
import { startSite } from '../site.ts';
import { slotSection, startSlot } from '../suggestions/slot.ts';

const slot = { surface: 'cart', limit: 6, title: 'You may have forgotten', coldTitle: 'Popular right now' };

const line = (
  { item, total }: PricedLine,
  lines: readonly PricedLine[],
) => html`<li class="cart-line" data-testid="cart-line" data-item-id="${item.item_id}">
    <a class="cart-picture" href="${productUrl(item.item_id)}" tabindex="-1" aria-hidden="true">${pictureOf(item)}</a>
    <div class="cart-what"><a href="${productUrl(item.item_id)}">${splitName(item.item_name).title}</a><p>${describe(item)}</p><p class="each">${formatMoney(item.price)} each</p></div>
    ${cartControl(item, lines)}
    <p class="price">${formatMoney(total)}</p>
  </li>`;

const emptyCart = html`<div class="notice" data-testid="empty-cart">${empty()}<h1 tabindex="-1" data-focus-next>Your cart is empty</h1><p>Whatever you put in shows up here, on this device only.</p><p><a class="button" href="${homeUrl}">Have a look around</a></p></div>`;

function contents(range: Range) {
  const lines = priceLines(cartLines(), range);
  if (lines.length === 0) return emptyCart;
  return html`<div class="page-head"><h1 tabindex="-1" data-focus-next>Your cart</h1></div>
    <div class="cart-columns">
      <ul class="cart-lines">${lines.map((entry) => line(entry, lines))}</ul>
      <section class="summary" aria-labelledby="summary-title">
        <h2 id="summary-title">Summary</h2>
        ${orderSummary(sumUp(lines))}
        <a class="button big wide" href="${checkoutUrl}" data-testid="checkout-submit">Check out</a>
        <p class="small">You pay at the door. Until then nothing is charged.</p>
      </section>
    </div>`;
}

function fill(range: Range): void {
  render(byId('main'), html`<div id="cart"></div>${slotSection(slot)}`);
  const show = () => render(byId('cart'), contents(range));
  show();
  onCartChange(show);
  const lines = priceLines(cartLines(), range);
  trackCart('view_cart', lines, sumUp(lines).subtotal);
  startSlot(slot, range);
}

void startSite(fill);
