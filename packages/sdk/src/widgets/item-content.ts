import type { CatalogueItem, Item } from '../api.ts';
import type { SurfaceItem } from '../surfaces/index.ts';
import type { CardContent } from './card.ts';
import type { ElementSettings } from './element-settings.ts';
import { fillUrl, safeUrl } from './safe-url.ts';
import { priceWords, reasonWords, withName } from './words.ts';

/** What the shop says of all its widgets. */
export interface ContentOptions {
  /** ISO 4217, such as `EUR`; an element's attribute comes first. */
  currency?: string;
  /** Address of a product's page, or a template with `{item_id}`; without it the catalogue's `url` counts. */
  productUrl?: string | ((item: CatalogueItem) => string | undefined);
}

/** What a card says of an item; nothing for one of which the catalogue knows nothing. */
export function itemContent(
  shown: SurfaceItem,
  settings: ElementSettings,
  options: ContentOptions,
  base: string,
): CardContent | undefined {
  const { item } = shown;
  if (item === undefined) return undefined;
  const { language } = settings;
  const template = settings.productUrl ?? options.productUrl;
  const own = typeof template === 'function' ? template(item) : template && fillUrl(template, item.item_id);
  return {
    item: shown,
    name: item.item_name,
    brand: item.item_brand,
    category: item.item_category2 ?? item.item_category,
    price: Number.isFinite(item.price)
      ? priceWords(item.price, settings.currency ?? options.currency, language)
      : undefined,
    reason: reasonWords(shown, language),
    href: safeUrl(own ?? item.url, base),
    image: safeUrl(item.image, base),
    add: settings.addButton ? withName(language.texts.add, item.item_name, language) : undefined,
    priceLabel: language.texts.price,
  };
}

/** An item as an event names it, with the list that it stood in and its place there. */
export function listedItem({ item_id, item }: SurfaceItem, surface: string, index: number): Item {
  return {
    item_id,
    ...(item && { item_name: item.item_name, price: item.price, item_category: item.item_category }),
    ...(item?.item_category2 !== undefined && { item_category2: item.item_category2 }),
    ...(item?.item_brand !== undefined && { item_brand: item.item_brand }),
    item_list_id: `edgecart:${surface}`,
    index,
  };
}
