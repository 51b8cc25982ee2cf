import { defined } from '@edgecart/protocol';
import { orderOfCart } from './order-of-cart.ts';
import { type Fields, fieldsOf, isFields, textOf } from './read-value.ts';
import { createReport } from './report.ts';
import type { AdapterOptions, Stop, Target } from './target.ts';
import { toItem } from './to-item.ts';
import { watchRequests } from './watch-requests.ts';

export interface MagentoOptions extends AdapterOptions {
  /**
   * What the catalogue calls a product. Default `id`: that of the configurable product, whichever swatch is chosen; a `sku`
   * in the cart is the chosen variant's.
   */
  id?: 'id' | 'sku';
}

/** Magento's own module for what a shopper has; its sections are Knockout observables. */
interface CustomerData {
  get(section: 'cart'): { (): unknown; subscribe(listener: (value: unknown) => void): { dispose(): void } };
}
type Require = (modules: string[], loaded: (module: CustomerData) => void, failed: (error: unknown) => void) => void;

const storageKey = 'mage-cache-storage';
/** Magento writes a section down a moment after its answer has arrived. */
const writtenAfterMs = 300;

/**
 * Follows a Magento (Adobe Commerce) shop of the Luma kind: the cart by its `cart` section of private content, product page
 * and lists by their markup, the purchase on the success page, from the cart as it was.
 *
 * https://developer.adobe.com/commerce/php/development/cache/page/private-content/,
 * https://developer.adobe.com/commerce/frontend-core/javascript/.
 */
export function magento(target: Target, options: MagentoOptions = {}): Stop {
  const report = createReport('magento', options);
  const kind = options.id ?? 'id';
  const stops: Stop[] = [];
  let stopped = false;

  function takeCart(section: unknown): void {
    report.safely('cart section', () => {
      const cart = fieldsOf(section);
      // Empty until Magento has loaded it: that is no empty cart.
      if (stopped || !Array.isArray(cart.items)) return;
      const items = cart.items.flatMap(
        (line: unknown, at) => toItem(cartLine(fieldsOf(line), kind), `cart.items[${at}]`, report, options) ?? [],
      );
      target.cart.set(items);
    });
  }

  function fromStorage(): void {
    report.safely(`localStorage ${storageKey}`, () => {
      const text = localStorage.getItem(storageKey);
      if (text !== null) takeCart(fieldsOf(JSON.parse(text)).cart);
    });
  }

  function follow(): void {
    const { require } = globalThis as unknown as { require?: Require };
    if (typeof require === 'function') {
      require(['Magento_Customer/js/customer-data'], (customerData) =>
        report.safely('customer-data', () => {
          const cart = customerData.get('cart');
          takeCart(cart());
          const subscription = cart.subscribe(takeCart);
          stops.push(() => subscription.dispose());
        }), (error) => {
        report.tell('customer-data', `could not be loaded (${error}); the cart is read from localStorage`);
        followStorage();
      });
      return;
    }
    followStorage();
  }

  function followStorage(): void {
    fromStorage();
    let timer: ReturnType<typeof setTimeout> | undefined;
    stops.push(
      watchRequests(/\/customer\/section\/load/, () => {
        clearTimeout(timer);
        timer = setTimeout(fromStorage, writtenAfterMs);
      }),
    );
    const onOtherTab = ({ key }: StorageEvent) => key === storageKey && fromStorage();
    addEventListener('storage', onOtherTab);
    stops.push(() => {
      clearTimeout(timer);
      removeEventListener('storage', onOtherTab);
    });
  }

  report.safely('page', () => tellPage(target, options, report.tell));
  if (document.body.classList.contains('checkout-onepage-success')) {
    const order = textOf(
      document.querySelector('.checkout-success .order-number, .checkout-success p > span')?.textContent,
    );
    void report.safelyLater('success page', () => orderOfCart(target, order, report));
  } else report.safely('cart', follow);
  return () => {
    stopped = true;
    for (const stop of stops) stop();
  };
}

function cartLine(line: Fields, kind: 'id' | 'sku'): Fields {
  const price = line.product_price_value;
  return defined({
    item_id: kind === 'id' ? line.product_id : line.product_sku,
    item_name: line.product_name,
    // With taxes shown both ways it is an object of two prices.
    price: isFields(price) ? price.incl_tax : price,
    quantity: line.qty,
  });
}

function tellPage(
  target: Target,
  { id: kind = 'id', itemId = (id) => id }: MagentoOptions,
  tell: (where: string, reason: string) => void,
): void {
  if (document.body.classList.contains('catalog-product-view')) {
    const form = document.querySelector('#product_addtocart_form');
    const id =
      kind === 'sku'
        ? form?.getAttribute('data-product-sku')
        : (form?.querySelector<HTMLInputElement>('input[name="product"]')?.value ??
          document.querySelector('.product-info-main [data-product-id]')?.getAttribute('data-product-id'));
    const name = textOf(document.querySelector('h1.page-title')?.textContent);
    if (!id) tell('#product_addtocart_form', `has no product ${kind} on a product page`);
    else target.track({ name: 'view_item', items: [defined({ item_id: itemId(id), item_name: name })] });
    return;
  }
  const attribute = kind === 'id' ? 'data-product-id' : 'data-product-sku';
  const ids = [...document.querySelectorAll('.product-items .product-item')].flatMap(
    (element) => element.querySelector(`[${attribute}]`)?.getAttribute(attribute) ?? [],
  );
  const items = [...new Set(ids)].slice(0, 200).map((id, index) => ({ item_id: itemId(id), index }));
  if (items.length > 0) target.track({ name: 'view_item_list', items });
}
