import { type Html, html } from '../html.ts';
import { formatMoney, roundToCents } from '../money.ts';
import { freeDeliveryFrom, type sumUp } from '../shop/cart-lines.ts';

/** Subtotal, delivery and total, and how far it is to free delivery. */
export function orderSummary({ subtotal, delivery, total }: ReturnType<typeof sumUp>): Html {
  const missing = roundToCents(freeDeliveryFrom - subtotal);
  return html`<dl class="sums">
      <div><dt>Products</dt><dd data-testid="subtotal">${formatMoney(subtotal)}</dd></div>
      <div><dt>Delivery</dt><dd>${delivery === 0 ? 'Free' : formatMoney(delivery)}</dd></div>
      <div class="total"><dt>Total</dt><dd data-testid="total">${formatMoney(total)}</dd></div>
    </dl>
    <p class="small">${missing > 0 ? `${formatMoney(missing)} more and delivery is free.` : 'Delivery is on us.'}</p>`;
}
