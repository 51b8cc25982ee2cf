import { defined } from '@edgecart/protocol';
import { addressText, idText, plainText } from '../plain-text.ts';
import type { FeedProduct } from '../product.ts';
import { readCategories } from '../read-categories.ts';
import { readPrice } from '../read-price.ts';
import { readStock } from '../read-stock.ts';

/** Names of our fields in Google's specification, in GA4's, and in those of common exports; the first that is there counts. */
const names = {
  id: ['id', 'item_id', 'product_id', 'sku'],
  sku: ['sku', 'item_sku', 'mpn'],
  group: ['item_group_id', 'group_id', 'parent_id', 'parent_sku'],
  name: ['title', 'name', 'item_name', 'product_name', 'structured_title'],
  brand: ['brand', 'item_brand', 'vendor', 'manufacturer'],
  salePrice: ['sale_price'],
  salePeriod: ['sale_price_effective_date'],
  price: ['price', 'regular_price'],
  currency: ['currency', 'price_currency', 'currency_code'],
  stock: ['availability', 'in_stock', 'stock_status', 'is_in_stock', 'available', 'stock', 'quantity_in_stock'],
  url: ['link', 'url', 'product_url', 'permalink'],
  image: ['image_link', 'image', 'image_url'],
  sales: ['sales', 'units_sold', 'quantity_sold', 'total_sales', 'orders', 'sold'],
} as const;

/** A name as it is compared: `g:Item Group ID` is `item_group_id`. */
export const fieldName = (name: string): string =>
  name
    .trim()
    .replace(/^\w+:/, '')
    .toLowerCase()
    .replace(/[\s-]+/g, '_');

/**
 * The product that the fields of a feed's record describe, after Google's product data specification
 * (https://support.google.com/merchants/answer/7052112). Answers with the reason when there is none.
 */
export function productOfFields(fields: Readonly<Record<string, unknown>>, now: () => number): FeedProduct | string {
  const first = (name: keyof typeof names): unknown => {
    for (const each of names[name]) {
      const value = fields[each];
      const one = Array.isArray(value) ? value[0] : value;
      if (one !== undefined && one !== null && one !== '') return one;
    }
    return undefined;
  };
  const id = idText(first('id'));
  if (id === undefined) return 'no id: give a column or element `id`';
  const given = first('price');
  const price = readPrice(given);
  if (given !== undefined && price === undefined) return 'the price is no number: write 15.00 USD';
  const sale = runs(first('salePeriod'), now()) ? readPrice(first('salePrice')) : undefined;
  const { amount, currency } = sale ?? price ?? {};
  const sales = Number(first('sales'));
  return defined({
    id,
    sku: idText(first('sku')),
    group: idText(first('group')),
    name: plainText(first('name')),
    brand: plainText(first('brand')),
    categories: readCategories(
      listOfOne(fields.product_type),
      [fields.item_category, fields.item_category2, fields.item_category3].filter((name) => name !== undefined),
      fields.categories,
      listOfOne(fields.category),
      listOfOne(fields.google_product_category),
    ),
    price: amount,
    currency: currency ?? price?.currency ?? idText(first('currency'))?.toUpperCase(),
    inStock: readStock(first('stock')),
    url: addressText(first('url')),
    image: addressText(first('image')),
    sales: Number.isFinite(sales) && sales > 0 ? sales : undefined,
  });
}

/** A feed may say several categories; the first is the main one. */
const listOfOne = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

/** Whether a sale runs now: without a period it does. `2026-02-24T11:07+0100/2026-02-29T23:07+0100` */
function runs(period: unknown, nowMs: number): boolean {
  if (typeof period !== 'string') return true;
  const [from, to] = period.split('/').map((time) => Date.parse(time.trim().replace(/([+-]\d\d)(\d\d)$/, '$1:$2')));
  if (from === undefined || to === undefined || Number.isNaN(from) || Number.isNaN(to)) return true;
  return from <= nowMs && nowMs <= to;
}
