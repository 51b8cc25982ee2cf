import { afterEach, expect, test, vi } from 'vitest';
import { listening, showPage } from './listening.fixture.ts';
import { magento } from './magento.ts';
import type { Stop } from './target.ts';

const stops: Stop[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  Object.assign(window, { require: undefined });
  localStorage.clear();
});

function follow(options: { id?: 'id' | 'sku' } = {}, cartBefore: Parameters<typeof listening>[0] = []) {
  const heard = listening(cartBefore);
  stops.push(magento(heard.target, { ...options, onMistake: heard.onMistake }));
  return heard;
}

const line = {
  item_id: '7',
  product_id: '1418',
  product_sku: 'WS12-M-Blue',
  product_name: 'Radiant Tee',
  product_price_value: 22,
  qty: 1,
};
const told = { item_id: '1418', item_name: 'Radiant Tee', price: 22, quantity: 1 };

test('follows the cart section of customer-data; an empty section is no empty cart', () => {
  let value: unknown = {};
  const listeners: ((value: unknown) => void)[] = [];
  const cart = Object.assign(() => value, {
    subscribe: (listener: (value: unknown) => void) => {
      listeners.push(listener);
      return { dispose() {} };
    },
  });
  Object.assign(window, {
    require: (_: string[], loaded: (module: unknown) => void) => loaded({ get: () => cart }),
  });
  showPage('');
  const { carts } = follow();
  expect(carts).toEqual([]);
  value = { items: [line], summary_count: 1 };
  for (const listener of listeners) listener(value);
  expect(carts).toEqual([[told]]);
});

test('without RequireJS it reads what Magento keeps in the storage, and again after a section was loaded', async () => {
  localStorage.setItem('mage-cache-storage', JSON.stringify({ cart: { items: [line], data_id: 1 } }));
  showPage('');
  const { carts } = follow({ id: 'sku' });
  expect(carts).toEqual([[{ ...told, item_id: 'WS12-M-Blue' }]]);
  localStorage.setItem('mage-cache-storage', JSON.stringify({ cart: { items: [], data_id: 2 } }));
  await fetch('/customer/section/load/?sections=cart').catch(() => {});
  await vi.waitFor(() => expect(carts.at(-1)).toEqual([]));
});

test('broken storage is told of', () => {
  localStorage.setItem('mage-cache-storage', '{');
  showPage('');
  const { carts, mistakes } = follow();
  expect(carts).toEqual([]);
  expect(mistakes[0]?.where).toBe('localStorage mage-cache-storage');
});

test('a product page is known by its form, whichever swatch is chosen', () => {
  const body = `<h1 class="page-title"><span>Radiant Tee</span></h1>
    <div class="product-info-main"><div class="price-box" data-product-id="1418"></div></div>
    <form id="product_addtocart_form" data-product-sku="WS12"><input type="hidden" name="product" value="1418">
      <div class="swatch-option selected" data-option-id="50"></div></form>`;
  showPage(body, { classes: 'catalog-product-view product-radiant-tee' });
  expect(follow().events[0]).toEqual({ name: 'view_item', items: [{ item_id: '1418', item_name: 'Radiant Tee' }] });
  expect(follow({ id: 'sku' }).events[0]?.items[0]?.item_id).toBe('WS12');
});

test('a category is a list', () => {
  showPage(
    `<ol class="product-items"><li class="product-item"><div class="price-box" data-product-id="1"></div></li>
     <li class="product-item"><form data-product-sku="B"><div data-product-id="2"></div></form></li></ol>`,
    { classes: 'catalog-category-view' },
  );
  expect(follow().events[0]?.items.map(({ item_id }) => item_id)).toEqual(['1', '2']);
});

test('the success page tells the purchase of what lay in the cart; without an order number it says why not', async () => {
  showPage('<div class="checkout-success"><p>Your order number is: <span>000000042</span>.</p></div>', {
    classes: 'checkout-onepage-success',
  });
  const { events } = follow({}, [{ item_id: '1418', quantity: 1 }]);
  await vi.waitFor(() =>
    expect(events).toEqual([
      { name: 'purchase', transaction_id: '000000042', items: [{ item_id: '1418', quantity: 1 }] },
    ]),
  );
  showPage('', { classes: 'checkout-onepage-success' });
  const nameless = follow({}, [{ item_id: '1418', quantity: 1 }]);
  await vi.waitFor(() => expect(nameless.mistakes[0]?.reason).toContain('no order id'));
  expect(nameless.events).toEqual([]);
});
