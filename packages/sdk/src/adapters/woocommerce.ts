import { defined, type Item } from '@edgecart/protocol';
import { onceAtATime } from './once-at-a-time.ts';
import { orderOfCart } from './order-of-cart.ts';
import { readJson } from './read-json.ts';
import { type Fields, fieldsOf, numberOf, textOf } from './read-value.ts';
import { createReport } from './report.ts';
import type { AdapterOptions, Stop, Target } from './target.ts';
import { toItem } from './to-item.ts';
import { watchRequests } from './watch-requests.ts';

export interface WooCommerceOptions extends AdapterOptions {
  /** What the catalogue calls a product. Default `id`; a variation has an id of its own, which `itemId` may map. */
  id?: 'id' | 'sku';
  fetcher?: typeof fetch;
}

type JQuery = (target: unknown) => {
  on(names: string, listener: (...args: unknown[]) => void): unknown;
  off(names: string, listener: (...args: unknown[]) => void): unknown;
};

/** Requests by which blocks and classic themes change the cart. */
const changes = /[?&]wc-ajax=(add_to_cart|remove_from_cart|apply_coupon)|\/wc\/store\/(v1\/)?(cart\/\w|batch)/;
const blockEvents = ['wc-blocks_added_to_cart', 'wc-blocks_removed_from_cart'];
const classicEvents = 'added_to_cart removed_from_cart updated_cart_totals wc_cart_emptied';

/**
 * Follows a WooCommerce shop: its cart through the Store API, when the page begins and after each change that blocks,
 * classic themes or requests announce; the product page and lists by the classes that WordPress gives them; the
 * purchase on the thank-you page, from the cart as it was.
 *
 * https://developer.woocommerce.com/docs/apis/store-api/resources-endpoints/cart,
 * https://developer.woocommerce.com/docs/cart-and-checkout-dom-events,
 * https://developer.wordpress.org/reference/functions/get_body_class/.
 */
export function wooCommerce(target: Target, options: WooCommerceOptions = {}): Stop {
  const report = createReport('woocommerce', options);
  const kind = options.id ?? 'id';
  const api = document.querySelector('link[rel="https://api.w.org/"]')?.getAttribute('href') ?? '/wp-json/';
  const url = `${api.replace(/\/$/, '')}/wc/store/v1/cart`;
  const ordered = document.body.classList.contains('woocommerce-order-received');
  let stopped = false;
  let cartKnown = false;

  const readCart = onceAtATime(() =>
    report.safelyLater(url, async () => {
      const cart = fieldsOf(await readJson(url, options.fetcher));
      if (!Array.isArray(cart.items)) throw new Error('it has no items; is the Store API switched off?');
      const items = cart.items.flatMap(
        (line: unknown, at) => toItem(cartLine(fieldsOf(line), kind), `cart items[${at}]`, report, options) ?? [],
      );
      cartKnown = true;
      if (!stopped) target.cart.set(items);
    }),
  );
  const onChange = () => void readCart();

  /** Where the cart cannot be read, the button that was pressed says what was added: `data-product_id`. */
  function onClassic(event: unknown, ...details: unknown[]): void {
    void readCart().then(() => {
      if (cartKnown || stopped || fieldsOf(event).type !== 'added_to_cart') return;
      report.safely('added_to_cart', () => {
        // A jQuery object: its first element.
        const [, , pressed] = details;
        const button: unknown = typeof pressed === 'object' && pressed !== null ? Reflect.get(pressed, 0) : undefined;
        const item = button instanceof HTMLElement ? ofButton(button, kind) : undefined;
        if (item !== undefined) target.track({ name: 'add_to_cart', items: [item] });
      });
    });
  }

  report.safely('page', () => tellPage(target, options, report.tell));
  if (ordered) {
    const order = orderIdOf(location.href);
    void report.safelyLater('thank-you page', () => orderOfCart(target, order, report));
  } else void readCart();

  const unwatch = watchRequests(changes, onChange);
  for (const name of blockEvents) document.body.addEventListener(name, onChange);
  const jQuery = (globalThis as { jQuery?: JQuery }).jQuery;
  const classic = report.safely('jQuery', () => jQuery?.(document.body));
  report.safely('jQuery', () => classic?.on(classicEvents, onClassic));
  return () => {
    stopped = true;
    unwatch();
    for (const name of blockEvents) document.body.removeEventListener(name, onChange);
    report.safely('jQuery', () => classic?.off(classicEvents, onClassic));
  };
}

/** Prices come in the currency's smallest unit, with the number of its digits beside. */
function cartLine(line: Fields, kind: 'id' | 'sku'): Fields {
  const prices = fieldsOf(line.prices);
  const price = numberOf(prices.price);
  const digits = numberOf(prices.currency_minor_unit) ?? 2;
  return defined({
    item_id: line[kind],
    item_name: line.name,
    price: price === undefined ? undefined : price / 10 ** digits,
    currency: prices.currency_code,
    quantity: line.quantity,
  });
}

function ofButton(button: HTMLElement, kind: 'id' | 'sku'): Item | undefined {
  const id = button.getAttribute(kind === 'id' ? 'data-product_id' : 'data-product_sku');
  const quantity = Math.max(1, numberOf(button.getAttribute('data-quantity')) ?? 1);
  return id === null || id === '' ? undefined : { item_id: id, quantity };
}

function tellPage(
  target: Target,
  { id: kind = 'id', itemId = (id) => id }: WooCommerceOptions,
  tell: (where: string, reason: string) => void,
): void {
  const { classList } = document.body;
  if (classList.contains('single-product')) {
    const id =
      kind === 'id' ? numberOfClass(classList, 'postid-') : textOf(document.querySelector('.sku')?.textContent);
    const name = textOf(document.querySelector('h1.product_title, h1.wp-block-post-title')?.textContent);
    if (id === undefined) tell('body', `is a product page without ${kind === 'id' ? 'a class postid-…' : 'an .sku'}`);
    else target.track({ name: 'view_item', items: [defined({ item_id: itemId(id), item_name: name })] });
    return;
  }
  if (!classList.contains('woocommerce') && !classList.contains('woocommerce-page')) return;
  const ids = [...document.querySelectorAll('li.product')].flatMap((element) =>
    kind === 'id'
      ? (numberOfClass(element.classList, 'post-') ?? [])
      : (element.querySelector('[data-product_sku]')?.getAttribute('data-product_sku') ?? []),
  );
  const items = [...new Set(ids)].slice(0, 200).map((id, index) => ({ item_id: itemId(id), index }));
  if (items.length > 0) target.track({ name: 'view_item_list', items });
}

/** `123` of a class `postid-123`. */
function numberOfClass(classes: DOMTokenList, prefix: string): string | undefined {
  for (const name of classes)
    if (name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length))) return name.slice(prefix.length);
  return undefined;
}

const orderIdOf = (address: string): string | undefined => /order-received[/=](\d+)/.exec(address)?.[1];
