import { defined } from '@edgecart/protocol';
import { addressText, idText, plainText } from '../plain-text.ts';
import type { FeedProduct } from '../product.ts';
import { readCategories } from '../read-categories.ts';
import { readPrice } from '../read-price.ts';
import { fieldName, productOfFields } from './product-of-fields.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

/**
 * The products of one object of a JSON feed: of Shopify's `products.json` (one for each variant), of WooCommerce's Store API, or
 * with fields named as in other feeds. Answers with the reason when there is none.
 */
export function productsOfObject(value: unknown, now: () => number): FeedProduct[] | string {
  if (!isFields(value)) return 'not an object';
  if (Array.isArray(value.variants) && (value.handle ?? value.product_type ?? value.body_html) !== undefined)
    return shopifyProducts(value);
  if (isFields(value.prices)) return wooCommerceProduct(value, value.prices);
  const product = productOfFields(
    Object.fromEntries(Object.entries(value).map(([name, field]) => [fieldName(name), field])),
    now,
  );
  return typeof product === 'string' ? product : [product];
}

/** https://shopify.dev/docs/api/liquid/objects/product: an option is available or not; prices are texts in whole units. */
function shopifyProducts(product: Fields): FeedProduct[] | string {
  const group = idText(product.id);
  if (group === undefined) return 'no id';
  const handle = idText(product.handle);
  const shared = defined({
    group,
    name: plainText(product.title),
    brand: plainText(product.vendor),
    categories: readCategories(product.product_type ?? product.type),
    url: handle === undefined ? undefined : `/products/${encodeURIComponent(handle)}`,
    image: addressText(listOf(product.images)[0]?.src),
  });
  const variants = listOf(product.variants).flatMap((variant) => {
    const id = idText(variant.id);
    if (id === undefined) return [];
    return [
      defined({
        ...shared,
        id,
        sku: idText(variant.sku),
        price: readPrice(variant.price)?.amount,
        inStock: typeof variant.available === 'boolean' ? variant.available : undefined,
      }),
    ];
  });
  return variants.length > 0 ? variants : 'no variant with an id';
}

/** https://developer.woocommerce.com/docs/apis/store-api/resources-endpoints/products: prices in the smallest unit. */
function wooCommerceProduct(product: Fields, prices: Fields): FeedProduct[] | string {
  const id = idText(product.id);
  if (id === undefined) return 'no id';
  const price = readPrice(prices.price)?.amount;
  const digits = typeof prices.currency_minor_unit === 'number' ? prices.currency_minor_unit : 2;
  const variants = listOf(product.variations).flatMap((variation) => idText(variation.id) ?? []);
  return [
    defined({
      id,
      sku: idText(product.sku),
      variants: variants.length > 0 ? variants : undefined,
      name: plainText(product.name),
      brand: plainText(listOf(product.brands)[0]?.name),
      categories: readCategories(listOf(product.categories)[0]?.name),
      price: price === undefined ? undefined : price / 10 ** digits,
      currency: idText(prices.currency_code),
      inStock: typeof product.is_in_stock === 'boolean' ? product.is_in_stock : undefined,
      url: addressText(product.permalink),
      image: addressText(listOf(product.images)[0]?.src),
    }),
  ];
}
