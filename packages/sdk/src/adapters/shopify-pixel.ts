import { defined, type EventName, type ShopperEvent } from '@edgecart/protocol';
import { type Fields, fieldsOf, isFields, listOf, textOf } from './read-value.ts';
import { createReport, type Report } from './report.ts';
import type { ShopifyOptions } from './shopify-theme.ts';
import type { Stop, Target } from './target.ts';
import { toItem } from './to-item.ts';

/** Where the pixel leaves what the next page of the storefront picks up. */
const place = 'edgecart.pixel';
const kept = 50;

/** What a pixel is given: https://shopify.dev/docs/api/web-pixels-api/standard-api. */
export interface PixelApi {
  analytics: { subscribe(name: string, listener: (event: unknown) => void): unknown };
  browser: {
    sessionStorage: {
      getItem(key: string): Promise<string | null>;
      setItem(key: string, value: string): Promise<unknown>;
    };
  };
}

export interface PixelOptions extends ShopifyOptions {
  /** Standard events to relay. Default: the checkout's two, which no theme can see. */
  events?: readonly (keyof typeof names)[];
}

const names = {
  product_viewed: 'view_item',
  collection_viewed: 'view_item_list',
  product_added_to_cart: 'add_to_cart',
  product_removed_from_cart: 'remove_from_cart',
  cart_viewed: 'view_cart',
  checkout_started: 'begin_checkout',
  checkout_completed: 'purchase',
} as const satisfies Record<string, EventName>;

/**
 * For Shopify's pixel, whose sandbox sees the checkout but neither the page nor our client: turns the pixel's events into
 * GA4's and leaves them in the tab's storage, through the API that pixels have for it. Of the checkout nothing is taken but
 * items and the order's id, which keeps a purchase from counting twice.
 *
 * Events: https://shopify.dev/docs/api/web-pixels-api/standard-events.
 */
export function relayShopifyPixel({ analytics, browser }: PixelApi, options: PixelOptions = {}): void {
  const report = createReport('shopify-pixel', options);
  let writing = Promise.resolve();
  for (const name of options.events ?? (['checkout_started', 'checkout_completed'] as const))
    report.safely(name, () =>
      analytics.subscribe(name, (event) => {
        const read = report.safely(name, () => readPixelEvent(name, fieldsOf(event), report, options));
        if (read === undefined) return;
        // One after the other: each adds to what is there.
        writing = writing.then(() =>
          report.safelyLater(name, async () => {
            const waiting = parseList(await browser.sessionStorage.getItem(place));
            await browser.sessionStorage.setItem(place, JSON.stringify([...waiting, read].slice(-kept)));
          }),
        );
      }),
    );
}

/** For the storefront: takes what the pixel has left, now and whenever the page is shown again. */
export function shopifyPixelEvents(target: Target, options: ShopifyOptions = {}): Stop {
  const report = createReport('shopify-pixel', options);
  const take = () =>
    report.safely('sessionStorage', () => {
      const waiting = parseList(sessionStorage.getItem(place));
      if (waiting.length === 0) return;
      sessionStorage.removeItem(place);
      for (const event of waiting) {
        const { name, items, event_id, transaction_id } = fieldsOf(event);
        const known = Object.values(names).find((each) => each === name);
        const read = listOf(items).flatMap(
          (item, at) => toItem(fieldsOf(item), `${place}.items[${at}]`, report, options) ?? [],
        );
        if (known !== undefined && read.length > 0)
          target.track(
            defined({ name: known, items: read, event_id: textOf(event_id), transaction_id: textOf(transaction_id) }),
          );
      }
    });
  take();
  addEventListener('pageshow', take);
  document.addEventListener('visibilitychange', take);
  return () => {
    removeEventListener('pageshow', take);
    document.removeEventListener('visibilitychange', take);
  };
}

function parseList(text: string | null): unknown[] {
  const list: unknown = text === null ? [] : JSON.parse(text);
  return Array.isArray(list) ? list : [];
}

function readPixelEvent(
  name: keyof typeof names,
  event: Fields,
  report: Report,
  options: ShopifyOptions,
): ShopperEvent | undefined {
  const data = fieldsOf(event.data);
  const checkout = fieldsOf(data.checkout);
  const lines: { product: unknown; quantity?: unknown }[] = [
    ...listOf(data.productVariant).map((product) => ({ product })),
    ...listOf(fieldsOf(data.collection).productVariants).map((product) => ({ product })),
    ...[...listOf(data.cartLine), ...listOf(fieldsOf(data.cart).lines)].map((line) => ({
      product: fieldsOf(line).merchandise,
      quantity: fieldsOf(line).quantity,
    })),
    ...listOf(checkout.lineItems).map((line) => ({
      product: fieldsOf(line).variant,
      quantity: fieldsOf(line).quantity,
    })),
  ];
  const items = lines.flatMap(
    ({ product, quantity }, at) =>
      toItem(
        { ...variantFields(product, options.id ?? 'product'), ...(quantity === undefined ? {} : { quantity }) },
        `${name} line ${at}`,
        report,
        // The page maps ids; doing it here too would map them twice.
        defined({ currency: options.currency }),
      ) ?? [],
  );
  if (items.length === 0) {
    report.tell(name, 'has no product with an id; is the event one of Shopify’s standard events?');
    return undefined;
  }
  const order = textOf(fieldsOf(checkout.order).id) ?? textOf(checkout.token);
  return defined({
    name: names[name],
    items,
    event_id: textOf(event.id)?.slice(0, 128),
    transaction_id: name === 'checkout_completed' ? order?.slice(0, 128) : undefined,
  });
}

function variantFields(variant: unknown, kind: 'product' | 'variant' | 'sku'): Fields {
  if (!isFields(variant)) return {};
  const product = fieldsOf(variant.product);
  const price = fieldsOf(variant.price);
  const ids = { product: product.id, variant: variant.id, sku: variant.sku };
  return defined({
    item_id: ids[kind],
    item_name: product.title,
    item_brand: product.vendor,
    item_category: product.type,
    price: price.amount,
    currency: price.currencyCode,
  });
}
