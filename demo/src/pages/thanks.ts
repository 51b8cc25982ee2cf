import { html } from '../html.ts';
import { formatMoney } from '../money.ts';
import { pictureOf } from '../picture/picture.ts';
import { byId, render } from '../render.ts';
import { notFound } from '../shelf/not-found.ts';
import { splitName } from '../shelf/product-name.ts';
import { homeUrl, parameter, privacyUrl } from '../shop/addresses.ts';
import { emptyCart } from '../shop/cart.ts';
import { priceLines } from '../shop/cart-lines.ts';
import type { Range } from '../shop/catalogue.ts';
import { edgecart } from '../shop/edgecart.ts';
import { trackPurchase } from '../shop/events.ts';
import { findOrder, rememberTold } from '../shop/order.ts';
import { startSite } from '../site.ts';
import { slotSection, startSlot } from '../suggestions/slot.ts';

const slot = { surface: 'thanks', limit: 6, title: 'For next time', coldTitle: 'Popular right now' };
const order = findOrder(parameter('order'));

/** The order is told before the empty cart is stated: otherwise the products would count as taken out. */
function tellOrder(range: Range): void {
  if (!order || order.told) return;
  trackPurchase(order.id, priceLines(order.lines, range), order.value);
  emptyCart();
  // A reload before the script has loaded would lose the order, so it counts as told only then.
  edgecart('ready', () => rememberTold(order));
}

function fill(range: Range): void {
  if (!order) {
    render(byId('main'), notFound('We could not find this order', range));
    return;
  }
  const lines = priceLines(order.lines, range);
  render(
    byId('main'),
    html`<div class="notice thanks" data-testid="thanks">
        <svg class="tick" viewBox="0 0 64 64" aria-hidden="true"><circle cx="32" cy="32" r="30"/><path d="M18 33l10 10 18-21"/></svg>
        <h1>Thank you, it is on its way</h1>
        <p>Order <strong>${order.id}</strong> · ${order.slot} · ${formatMoney(order.value)}</p>
        <ul class="thanks-items">${lines.slice(0, 12).map(({ item, quantity }) => html`<li>${pictureOf(item)}<span>${quantity} × ${splitName(item.item_name).title}</span></li>`)}</ul>
        ${lines.length > 12 && html`<p class="small">and ${lines.length - 12} more</p>`}
        <p><a class="button" href="${homeUrl}">Back to the shop</a> <a class="button quiet" href="${privacyUrl}">What left this device</a></p>
      </div>
      ${slotSection(slot)}`,
  );
  startSlot(slot, range);
}

void startSite(fill, { beforeCart: tellOrder });
