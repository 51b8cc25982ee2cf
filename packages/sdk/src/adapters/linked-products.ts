import { defined } from '@edgecart/protocol';
import { type Fields, fieldsOf, isFields, listOf, numberOf, shown, textOf } from './read-value.ts';

/** A product as a page describes it in words of schema.org. */
export interface LinkedProduct {
  /** The first there is of `sku`, `productID`, `mpn`, `gtin…` and `@id`. */
  id: string;
  /** Of the group that it is a variant of; a group itself has its own id here. */
  group?: string;
  /** It is a whole group, with or without its variants. */
  isGroup: boolean;
  name?: string;
  brand?: string;
  /** From the widest to the narrowest. */
  categories: string[];
  price?: number;
  currency?: string;
  inStock?: boolean;
  url?: string;
  image?: string;
}

export interface LinkedPage {
  /** Products that the page is about, groups before their variants. */
  products: LinkedProduct[];
  /** Products that the page lists, in order: an `ItemList`. */
  listed: LinkedProduct[];
  /** Names on the way to the page, home first: a `BreadcrumbList`. */
  trail: string[];
}

/** A product's categories: its own or, where it has none, the way to the page, which mostly ends with the product itself. */
export function categoriesOn({ trail }: LinkedPage, { categories, name }: LinkedProduct): string[] {
  return categories.length > 0 ? categories : trail.filter((step) => step !== name);
}

/** Documents may nest and point at themselves; so deep, and so many nodes, are looked at. */
const deepest = 8;
const nodesRead = 5_000;

/** Availabilities of schema.org under which a product can be bought now. */
const available = /(InStock|InStoreOnly|LimitedAvailability|OnlineOnly|PreOrder|PreSale|BackOrder|MadeToOrder)$/i;
const unavailable = /(OutOfStock|SoldOut|Discontinued|Reserved)$/i;

/**
 * Reads the products out of JSON-LD documents, or out of microdata that was read into the same form: `Product`,
 * `ProductGroup` with `hasVariant`, `ItemList` and `BreadcrumbList`, wherever they stand in the document.
 *
 * Types: https://schema.org/Product, https://schema.org/ProductGroup; as shops write them:
 * https://developers.google.com/search/docs/appearance/structured-data/product.
 */
export function linkedPage(documents: readonly unknown[], tell: (where: string, reason: string) => void): LinkedPage {
  const page: LinkedPage = { products: [], listed: [], trail: [] };
  let nodes = 0;

  function visit(value: unknown, depth: number, listed: boolean): void {
    if (Array.isArray(value)) {
      for (const each of value) visit(each, depth, listed);
      return;
    }
    if (!isFields(value) || depth > deepest || ++nodes > nodesRead) return;
    if (isA(value, 'ProductGroup') || isA(value, 'Product')) {
      const into = listed ? page.listed : page.products;
      for (const product of productsOf(value, tell)) into.push(product);
      return;
    }
    if (isA(value, 'BreadcrumbList')) {
      if (page.trail.length === 0) page.trail = trailOf(value);
      return;
    }
    if (isA(value, 'ItemList')) {
      for (const element of inOrder(value.itemListElement)) visit(element.item ?? element, depth + 1, true);
      return;
    }
    for (const [key, inner] of Object.entries(value))
      if (typeof inner === 'object' && !elsewhere.has(key)) visit(inner, depth + 1, listed);
  }

  for (const document of documents) visit(document, 0, false);
  return page;
}

/** Products under these are not what the page shows. */
const elsewhere = new Set(['isRelatedTo', 'isSimilarTo', 'isAccessoryOrSparePartFor', 'itemReviewed', '@context']);

/** Of a node whose type is a name or a list of names, with or without `https://schema.org/` before it. */
const isA = (node: Fields, type: string): boolean =>
  listOf(node['@type']).some((name) => typeof name === 'string' && name.replace(/^.*[/#:]/, '') === type);

function productsOf(node: Fields, tell: (where: string, reason: string) => void): LinkedProduct[] {
  const isGroup = isA(node, 'ProductGroup');
  const own = productOf(node, isGroup, undefined, tell);
  const variants = listOf(node.hasVariant).flatMap((variant) =>
    isFields(variant) && (variant.sku ?? variant.name ?? variant.offers) !== undefined
      ? [productOf(variant, false, own, tell)]
      : [],
  );
  const present = variants.filter((variant) => variant !== undefined);
  if (own === undefined) return present;
  // A group is for sale at the price of its cheapest variant, and in stock with any of them.
  const prices = present.flatMap(({ price }) => (price === undefined ? [] : [price]));
  const stocks = present.flatMap(({ inStock }) => (inStock === undefined ? [] : [inStock]));
  const group = defined({
    ...own,
    price: own.price ?? (prices.length > 0 ? Math.min(...prices) : undefined),
    currency: own.currency ?? present[0]?.currency,
    inStock: own.inStock ?? (stocks.length > 0 ? stocks.includes(true) : undefined),
  });
  return [group, ...present];
}

function productOf(
  node: Fields,
  isGroup: boolean,
  group: LinkedProduct | undefined,
  tell: (where: string, reason: string) => void,
): LinkedProduct | undefined {
  const parent = fieldsOf(listOf(node.isVariantOf)[0]);
  const groupId =
    group?.id ?? textOf(node.inProductGroupWithID) ?? textOf(parent.productGroupID) ?? textOf(node.productGroupID);
  const ids = isGroup ? [node.productGroupID, node.sku, node.productID] : [node.sku, node.productID];
  const id = [...ids, node.mpn, node.gtin, node.gtin13, node.gtin14, node.gtin12, node.gtin8, node['@id']]
    .map((value) => textOf(isFields(value) ? value.value : value))
    .find((value) => value !== undefined);
  if (id === undefined || id.length > 128) {
    tell('Product', `${shown(node.name)} has no id of 1 to 128 characters; give \`sku\` or \`productID\``);
    return undefined;
  }
  const offer = offerOf(node.offers);
  const categories = categoriesOf(node.category);
  return defined({
    id,
    group: isGroup ? id : groupId,
    isGroup,
    name: textOf(node.name) ?? group?.name,
    brand: nameOf(node.brand) ?? group?.brand,
    categories: categories.length > 0 ? categories : (group?.categories ?? []),
    ...offer,
    url: textOf(node.url) ?? group?.url,
    image: imageOf(node.image) ?? group?.image,
  });
}

/** The cheapest of the offers, and whether one of them can be bought. */
function offerOf(value: unknown): Pick<LinkedProduct, 'price' | 'currency' | 'inStock'> {
  const offers = listOf(value).flatMap((offer) =>
    isFields(offer) && isA(offer, 'AggregateOffer') && offer.lowPrice === undefined && offer.price === undefined
      ? listOf(offer.offers)
      : [offer],
  );
  let cheapest: { price: number; currency: string | undefined } | undefined;
  let inStock: boolean | undefined;
  for (const offer of offers.filter(isFields)) {
    const specification = fieldsOf(listOf(offer.priceSpecification)[0]);
    const price = numberOf(offer.price) ?? numberOf(offer.lowPrice) ?? numberOf(specification.price);
    const currency = textOf(offer.priceCurrency) ?? textOf(specification.priceCurrency);
    if (price !== undefined && price >= 0 && (cheapest === undefined || price < cheapest.price))
      cheapest = { price, currency };
    const availability = textOf(offer.availability) ?? textOf(fieldsOf(offer.availability)['@id']) ?? '';
    if (available.test(availability)) inStock = true;
    else if (unavailable.test(availability)) inStock ??= false;
  }
  return defined({ price: cheapest?.price, currency: cheapest?.currency, inStock });
}

/** `Clothing > Shirts`, a list of names, or a `CategoryCode` with a name. */
function categoriesOf(value: unknown): string[] {
  const names = listOf(value).flatMap((each) => nameOf(each) ?? []);
  return names.flatMap((name) => name.split(/\s*(?:>|›|»)\s*/)).filter((name) => name !== '');
}

function trailOf(list: Fields): string[] {
  const steps = inOrder(list.itemListElement).filter((element, at) => at > 0 || !isHome(element.item ?? element.url));
  return steps.flatMap((element) => nameOf(element) ?? nameOf(element.item) ?? []);
}

/** The shop's first page, in whatever language: an address without a path, or with nothing but a language in it. */
function isHome(item: unknown): boolean {
  const address = textOf(isFields(item) ? (item['@id'] ?? item.url) : item);
  return address !== undefined && /^(https?:\/\/[^/]+)?\/?([a-z]{2}([-_][a-z]{2})?\/?)?$/i.test(address);
}

function inOrder(value: unknown): Fields[] {
  return listOf(value)
    .filter(isFields)
    .map((element, at) => ({ element, position: numberOf(element.position) ?? at + 1 }))
    .sort((a, b) => a.position - b.position)
    .map(({ element }) => element);
}

const nameOf = (value: unknown): string | undefined => {
  const first = listOf(value)[0];
  return textOf(isFields(first) ? first.name : first);
};

const imageOf = (value: unknown): string | undefined => {
  const first = listOf(value)[0];
  return textOf(isFields(first) ? (first.url ?? first.contentUrl ?? first['@id']) : first);
};
