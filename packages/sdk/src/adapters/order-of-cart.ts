import { defined } from '@edgecart/protocol';
import type { Report } from './report.ts';
import type { Target } from './target.ts';

/**
 * Tells the purchase on a thank-you page that does not say what was bought: what lay in the cart. The order's id keeps a
 * reload from counting again; it never leaves the device.
 */
export async function orderOfCart(target: Target, order: string | undefined, { tell }: Report): Promise<void> {
  if (order === undefined) {
    tell('thank-you page', 'has no order id: the purchase was not told, for a reload could not be recognised');
    return;
  }
  if (target.insights === undefined) {
    tell('thank-you page', 'the cart is not known: pass the client itself as target, or track `purchase` yourself');
    return;
  }
  const { cart } = await target.insights();
  // Nothing in the cart: it was told before, and this is the page again.
  if (cart.lines.length === 0) return;
  const items = cart.lines.map(({ item_id, item_name, price, quantity }) =>
    defined({ item_id, item_name, price, quantity }),
  );
  target.track({ name: 'purchase', transaction_id: order.slice(0, 128), items });
}
