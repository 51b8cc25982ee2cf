import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answering, listening, showPage } from './listening.fixture.ts';
import { type PixelApi, relayShopifyPixel, shopifyPixelEvents } from './shopify-pixel.ts';
import { shopifyTheme } from './shopify-theme.ts';
import type { Stop } from './target.ts';

const before = location.href;
const stops: Stop[] = [];

beforeEach(() => {
  Object.assign(window, { Shopify: { routes: { root: '/en/' }, currency: { active: 'EUR' } } });
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  history.replaceState(null, '', before);
  sessionStorage.clear();
});

const line = {
  id: 39897499729985,
  variant_id: 39897499729985,
  product_id: 6820298883137,
  sku: 'HHP-RED',
  title: 'Health potion - S / Red',
  product_title: 'Health potion',
  vendor: 'Polina’s Potent Potions',
  product_type: 'Health',
  variant_title: 'S / Red',
  price: 1000,
  final_price: 900,
  quantity: 2,
};

function theme(answers: Record<string, unknown>, options: { id?: 'product' | 'variant' | 'sku' } = {}) {
  const heard = listening();
  stops.push(shopifyTheme(heard.target, { ...options, onMistake: heard.onMistake, fetcher: answering(answers) }));
  return heard;
}

test('a theme’s cart is stated when the page begins, in whole units of money', async () => {
  showPage('');
  const { carts, mistakes } = theme({ '/en/cart.js': { currency: 'EUR', items: [line] } });
  await vi.waitFor(() => expect(carts).toHaveLength(1));
  expect(carts[0]).toEqual([
    {
      item_id: '6820298883137',
      item_name: 'Health potion',
      item_brand: 'Polina’s Potent Potions',
      item_category: 'Health',
      item_variant: 'S / Red',
      price: 9,
      quantity: 2,
    },
  ]);
  expect(mistakes).toEqual([]);
});

test('the cart is read again after a request of the theme that changes it', async () => {
  showPage('');
  const answers: Record<string, unknown> = { '/en/cart.js': { currency: 'EUR', items: [] } };
  const { carts } = theme(answers, { id: 'variant' });
  await vi.waitFor(() => expect(carts).toEqual([[]]));
  answers['/en/cart.js'] = { currency: 'EUR', items: [line] };
  await fetch('/cart/add.js', { method: 'POST', body: '{}' }).catch(() => {});
  await vi.waitFor(() => expect(carts.at(-1)?.[0]).toMatchObject({ item_id: '39897499729985', quantity: 2 }));
});

test('a product page is a view of its product, or of the variant in the address', async () => {
  const product = {
    id: 1,
    title: 'Health potion',
    vendor: 'Potions',
    type: 'Health',
    price: 1000,
    variants: [
      { id: 11, sku: 'S', price: 1000 },
      { id: 12, sku: 'M', price: 1250 },
    ],
  };
  history.replaceState(null, '', '/en/collections/all/products/health-potion?variant=12');
  showPage('');
  const answers = { '/en/cart.js': { items: [] }, '/en/products/health-potion.js': product };
  const whole = theme(answers);
  await vi.waitFor(() => expect(whole.events).toHaveLength(1));
  expect(whole.events[0]).toEqual({
    name: 'view_item',
    items: [{ item_id: '1', item_name: 'Health potion', item_brand: 'Potions', item_category: 'Health', price: 12.5 }],
  });
  const bySku = theme(answers, { id: 'sku' });
  await vi.waitFor(() => expect(bySku.events[0]?.items[0]).toMatchObject({ item_id: 'M', price: 12.5 }));
});

test('a form that leaves the page tells what it adds; one that the theme answers itself does not', async () => {
  showPage(`<form method="post" action="/cart/add" target="hidden"><input name="id" value="11"><input name="product-id" value="1">
    <input name="quantity" value="3"><button>Add</button></form><iframe name="hidden"></iframe>`);
  const { events } = theme({ '/en/cart.js': { items: [] } });
  const form = document.querySelector('form');
  const prevent = (event: Event) => event.preventDefault();
  form?.addEventListener('submit', prevent);
  form?.requestSubmit();
  expect(events).toEqual([]);
  form?.removeEventListener('submit', prevent);
  form?.requestSubmit();
  expect(events).toEqual([{ name: 'add_to_cart', items: [{ item_id: '1', quantity: 3 }] }]);
});

test('a page that is no theme on Shopify costs one mistake', async () => {
  Object.assign(window, { Shopify: undefined });
  showPage('');
  const { carts, mistakes } = theme({});
  await vi.waitFor(() => expect(mistakes).toHaveLength(1));
  expect(mistakes[0]).toMatchObject({ where: '/cart.js', reason: expect.stringContaining('answered 404') });
  expect(carts).toEqual([]);
});

/** The two parts of Shopify's pixel API that are used; its storage is that of the top frame. */
function pixelSandbox() {
  const listeners = new Map<string, (event: unknown) => void>();
  const api: PixelApi = {
    analytics: { subscribe: (name, listener) => listeners.set(name, listener) },
    browser: {
      sessionStorage: {
        getItem: async (key) => sessionStorage.getItem(key),
        setItem: async (key, value) => sessionStorage.setItem(key, value),
      },
    },
  };
  return { api, publish: (event: { name: string }) => listeners.get(event.name)?.(event) };
}

const completed = {
  id: 'sh-1',
  name: 'checkout_completed',
  data: {
    checkout: {
      email: 'anna@shop.example',
      order: { id: '4711', customer: { firstName: 'Anna' } },
      shippingAddress: { address1: 'Secret street 1' },
      lineItems: [
        {
          quantity: 2,
          title: 'Health potion',
          variant: {
            id: '11',
            sku: 'S',
            price: { amount: 10, currencyCode: 'EUR' },
            product: { id: '1', title: 'Health potion', vendor: 'Potions', type: 'Health' },
          },
        },
      ],
    },
  },
};

test('a purchase in the checkout reaches the storefront’s next page, once, and nothing of the person with it', async () => {
  const { api, publish } = pixelSandbox();
  relayShopifyPixel(api);
  publish({ name: 'product_viewed' });
  publish(completed);
  await vi.waitFor(() => expect(sessionStorage.length).toBe(1));
  expect(JSON.stringify(sessionStorage)).not.toMatch(/anna|Anna|Secret/);
  const { target, events } = listening();
  stops.push(shopifyPixelEvents(target));
  expect(events).toEqual([
    {
      name: 'purchase',
      event_id: 'sh-1',
      transaction_id: '4711',
      items: [
        {
          item_id: '1',
          item_name: 'Health potion',
          item_brand: 'Potions',
          item_category: 'Health',
          price: 10,
          quantity: 2,
        },
      ],
    },
  ]);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(events).toHaveLength(1);
});

test('pixel events that come at once are all kept, in order', async () => {
  const { api, publish } = pixelSandbox();
  relayShopifyPixel(api, { events: ['product_added_to_cart', 'checkout_started'] });
  const variant = completed.data.checkout.lineItems[0]?.variant;
  publish(
    Object.assign({ name: 'product_added_to_cart' }, { data: { cartLine: { merchandise: variant, quantity: 1 } } }),
  );
  publish({ ...completed, name: 'checkout_started' });
  const { target, events } = listening();
  await vi.waitFor(() => expect(JSON.parse(sessionStorage.getItem('edgecart.pixel') ?? '[]')).toHaveLength(2));
  stops.push(shopifyPixelEvents(target));
  expect(events.map(({ name }) => name)).toEqual(['add_to_cart', 'begin_checkout']);
});

test('what somebody else left in the storage is not believed', () => {
  sessionStorage.setItem('edgecart.pixel', '[{"name":"login","items":[{"item_id":"1"}]},{"name":"purchase"},7]');
  const { target, events } = listening();
  stops.push(shopifyPixelEvents(target));
  sessionStorage.setItem('edgecart.pixel', 'not JSON');
  document.dispatchEvent(new Event('visibilitychange'));
  expect(events).toEqual([]);
});
