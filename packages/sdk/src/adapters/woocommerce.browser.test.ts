import { afterEach, expect, test, vi } from 'vitest';
import { answering, listening, showPage } from './listening.fixture.ts';
import type { Stop } from './target.ts';
import { wooCommerce } from './woocommerce.ts';

const before = location.href;
const stops: Stop[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  history.replaceState(null, '', before);
  Object.assign(window, { jQuery: undefined });
});

const api = '/blog/wp-json/wc/store/v1/cart';
const head = '<link rel="https://api.w.org/" href="/blog/wp-json/">';
const line = {
  id: 26,
  quantity: 2,
  name: 'Beanie',
  sku: 'woo-beanie',
  prices: { price: '1800', currency_code: 'EUR', currency_minor_unit: 2 },
};

function follow(answers: Record<string, unknown>, cartBefore: Parameters<typeof listening>[0] = []) {
  const heard = listening(cartBefore);
  stops.push(wooCommerce(heard.target, { onMistake: heard.onMistake, fetcher: answering(answers) }));
  return heard;
}

test('states the cart of the Store API, and again when a block says that something was added', async () => {
  showPage('', { head, classes: 'woocommerce-page' });
  const answers: Record<string, unknown> = { [api]: { items: [] } };
  const { carts, mistakes } = follow(answers);
  await vi.waitFor(() => expect(carts).toEqual([[]]));
  answers[api] = { items: [line] };
  document.body.dispatchEvent(
    new CustomEvent('wc-blocks_added_to_cart', { bubbles: true, detail: { preserveCartData: false } }),
  );
  await vi.waitFor(() =>
    expect(carts.at(-1)).toEqual([{ item_id: '26', item_name: 'Beanie', price: 18, quantity: 2 }]),
  );
  expect(mistakes).toEqual([]);
});

test('a request of a theme that changes the cart is enough', async () => {
  showPage('', { head });
  const answers: Record<string, unknown> = { [api]: { items: [] } };
  const { carts } = follow(answers);
  await vi.waitFor(() => expect(carts).toHaveLength(1));
  answers[api] = { items: [line] };
  await fetch('/?wc-ajax=add_to_cart', { method: 'POST' }).catch(() => {});
  await vi.waitFor(() => expect(carts.at(-1)).toHaveLength(1));
});

test('without the Store API, the button of a classic theme says what was added', async () => {
  const listeners: ((...args: unknown[]) => void)[] = [];
  Object.assign(window, {
    jQuery: () => ({ on: (_: string, listener: () => void) => listeners.push(listener), off() {} }),
  });
  showPage(
    '<a class="add_to_cart_button" data-product_id="26" data-product_sku="woo-beanie" data-quantity="2">Add</a>',
    { head },
  );
  const { events, mistakes } = follow({});
  await vi.waitFor(() => expect(mistakes).toHaveLength(1));
  for (const listener of listeners) listener({ type: 'added_to_cart' }, {}, 'hash', [document.querySelector('a')]);
  await vi.waitFor(() => expect(events).toEqual([{ name: 'add_to_cart', items: [{ item_id: '26', quantity: 2 }] }]));
});

test('a product page and a list are known by their classes', () => {
  showPage('<h1 class="product_title">Beanie</h1>', {
    head,
    classes: 'product-template-default single single-product postid-26 woocommerce',
  });
  expect(follow({}).events).toEqual([{ name: 'view_item', items: [{ item_id: '26', item_name: 'Beanie' }] }]);
  showPage(
    '<ul class="products"><li class="product type-product post-26"></li><li class="product type-product post-9"></li></ul>',
    {
      head,
      classes: 'archive woocommerce woocommerce-page',
    },
  );
  expect(follow({}).events).toEqual([
    {
      name: 'view_item_list',
      items: [
        { item_id: '26', index: 0 },
        { item_id: '9', index: 1 },
      ],
    },
  ]);
});

test('the thank-you page tells the purchase of what lay in the cart, and does not state the cart that is empty now', async () => {
  history.replaceState(null, '', '/checkout/order-received/123/?key=wc_order_secret');
  showPage('', { head, classes: 'woocommerce-checkout woocommerce-order-received' });
  const { events, carts } = follow({ [api]: { items: [] } }, [{ item_id: '26', quantity: 2, price: 18 }]);
  await vi.waitFor(() => expect(events).toHaveLength(1));
  expect(events[0]).toEqual({
    name: 'purchase',
    transaction_id: '123',
    items: [{ item_id: '26', quantity: 2, price: 18 }],
  });
  expect(JSON.stringify(events)).not.toContain('secret');
  expect(carts).toEqual([]);
});
