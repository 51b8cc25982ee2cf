import { defined, type Item } from '@edgecart/protocol';
import { onceAtATime } from './once-at-a-time.ts';
import { readJson } from './read-json.ts';
import { type Fields, fieldsOf, listOf, numberOf, textOf } from './read-value.ts';
import { createReport } from './report.ts';
import type { AdapterOptions, Stop, Target } from './target.ts';
import { toItem } from './to-item.ts';
import { watchRequests } from './watch-requests.ts';

export interface ShopifyOptions extends AdapterOptions {
  /** What the catalogue calls a product. Default `product`, as `@edgecart/catalogue` writes it. */
  id?: 'product' | 'variant' | 'sku';
}

interface ThemeOptions extends ShopifyOptions {
  fetcher?: typeof fetch;
}

/** A form that adds to the cart by loading the next page. */
const addForm = 'form[action*="/cart/add"]';

/**
 * Follows the cart and the shown product of a Shopify theme: the cart is read when the page begins and after each request that
 * changes it; a product page is read from the product's JSON.
 *
 * https://shopify.dev/docs/api/ajax/reference/cart, https://shopify.dev/docs/api/ajax/reference/product; prices there are
 * hundredths. Purchases happen in the checkout, where no theme runs: see `relayShopifyPixel`.
 */
export function shopifyTheme(target: Target, options: ThemeOptions = {}): Stop {
  const report = createReport('shopify-theme', options);
  const shop = fieldsOf((globalThis as { Shopify?: unknown }).Shopify);
  const root = textOf(fieldsOf(shop.routes).root) ?? '/';
  const shopsCurrency = textOf(fieldsOf(shop.currency).active);
  const kind = options.id ?? 'product';
  let stopped = false;

  const readCart = onceAtATime(() =>
    report.safelyLater(`${root}cart.js`, async () => {
      const cart = fieldsOf(await readJson(`${root}cart.js`, options.fetcher));
      if (!Array.isArray(cart.items)) throw new Error('it has no items; is this a theme on Shopify?');
      const items = cart.items.flatMap(
        (line: unknown, at) =>
          toItem(cartLine(fieldsOf(line), kind), `cart.js items[${at}]`, report, options, textOf(cart.currency)) ?? [],
      );
      if (!stopped) target.cart.set(items);
    }),
  );

  async function tellProduct(): Promise<void> {
    const handle = /\/products\/([^/?#]+)/.exec(location.pathname)?.[1];
    if (handle === undefined) return;
    const url = `${root}products/${handle}.js`;
    await report.safelyLater(url, async () => {
      const item = toItem(
        shownProduct(fieldsOf(await readJson(url, options.fetcher)), kind),
        url,
        report,
        options,
        shopsCurrency,
      );
      if (item !== undefined && !stopped) target.track({ name: 'view_item', items: [item] });
    });
  }

  /** A theme that answers the form itself prevents what the browser would do; then the cart tells. */
  function onSubmit(event: Event): void {
    if (event.defaultPrevented || !(event.target instanceof HTMLFormElement) || !event.target.matches(addForm)) return;
    const form = event.target;
    report.safely('form', () => {
      const item = addedByForm(new FormData(form), kind);
      if (item !== undefined) target.track({ name: 'add_to_cart', items: [item] });
    });
  }

  void readCart();
  void tellProduct();
  const unwatch = watchRequests(/\/cart\/(add|change|update|clear)(\.js|\.json)?([?#]|$)/, () => void readCart());
  const onShow = (event: PageTransitionEvent) => event.persisted && void readCart();
  addEventListener('submit', onSubmit);
  addEventListener('pageshow', onShow);
  return () => {
    stopped = true;
    unwatch();
    removeEventListener('submit', onSubmit);
    removeEventListener('pageshow', onShow);
  };
}

const hundredths = (value: unknown): number | undefined => {
  const price = numberOf(value);
  return price === undefined ? undefined : price / 100;
};

function cartLine(line: Fields, kind: 'product' | 'variant' | 'sku'): Fields {
  const ids = { product: line.product_id, variant: line.variant_id ?? line.id, sku: line.sku };
  return defined({
    item_id: ids[kind],
    item_name: line.product_title ?? line.title,
    item_brand: line.vendor,
    item_category: line.product_type,
    item_variant: line.variant_title,
    price: hundredths(line.final_price ?? line.price),
    quantity: line.quantity,
  });
}

function shownProduct(product: Fields, kind: 'product' | 'variant' | 'sku'): Fields {
  const variants = listOf(product.variants).map(fieldsOf);
  const asked = new URLSearchParams(location.search).get('variant');
  const variant = variants.find(({ id }) => textOf(id) === asked) ?? variants[0] ?? {};
  const ids = { product: product.id, variant: variant.id, sku: variant.sku };
  return defined({
    item_id: ids[kind],
    item_name: product.title,
    item_brand: product.vendor,
    item_category: product.type,
    price: hundredths(variant.price ?? product.price),
  });
}

function addedByForm(form: FormData, kind: 'product' | 'variant' | 'sku'): Item | undefined {
  const ids = { product: form.get('product-id'), variant: form.get('id'), sku: undefined };
  const id = textOf(ids[kind]);
  // Without an id in the form, the next page's cart tells.
  return id === undefined ? undefined : { item_id: id, quantity: Math.max(1, numberOf(form.get('quantity')) ?? 1) };
}
