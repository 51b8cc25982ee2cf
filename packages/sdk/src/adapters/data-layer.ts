import { defined, type EventName, type ShopperEvent } from '@edgecart/protocol';
import { type Fields, fieldsOf, isFields, shown, textOf } from './read-value.ts';
import { createReport, type Report } from './report.ts';
import type { AdapterOptions, Stop, Target } from './target.ts';
import { toItem } from './to-item.ts';

export interface DataLayerOptions extends AdapterOptions {
  /** Name of the global array, where it was renamed. Default `dataLayer`. */
  name?: string;
  /** Whether `view_cart` states the whole cart, as GA4 wants it to. Default true. */
  cart?: boolean;
}

// A value of the protocol's list would bring the schema library along; the type keeps the two alike.
const ours: Readonly<Record<EventName, true>> = {
  view_item_list: true,
  select_item: true,
  view_item: true,
  add_to_cart: true,
  remove_from_cart: true,
  update_cart_quantity: true,
  view_cart: true,
  begin_checkout: true,
  purchase: true,
};

/** Item fields of Universal Analytics, which gtag took before GA4, and GA4's names of them. */
const formerNames = {
  id: 'item_id',
  name: 'item_name',
  brand: 'item_brand',
  category: 'item_category',
  variant: 'item_variant',
  list_name: 'item_list_name',
  list_position: 'index',
} as const;
const formerActions = ['detail', 'add', 'remove', 'checkout', 'impressions', 'click', 'promoView'] as const;

/**
 * Listens to GA4's e-commerce events, as gtag and Google Tag Manager have them in `dataLayer`: also those that were pushed
 * before this was loaded. All other pushes are passed by, and so is every field that is not an item's.
 *
 * Shapes: https://developers.google.com/analytics/devguides/collection/ga4/ecommerce (both),
 * https://developers.google.com/tag-platform/tag-manager/datalayer (what is pushed stays until it is replaced).
 */
export function dataLayer(target: Target, options: DataLayerOptions = {}): Stop {
  const { name = 'dataLayer', cart = true } = options;
  const report = createReport('data-layer', options);
  let stopped = false;
  let count = 0;
  let standing: unknown;

  function take(push: unknown): void {
    const where = `${name}[${count++}]`;
    if (stopped) return;
    report.safely(where, () => {
      const command = gtagCommand(push);
      if (command !== undefined) return tell(command[1], command[2], `${where}[2]`);
      const fields = fieldsOf(push);
      if (fields.ecommerce === null) standing = undefined;
      const own = fields.ecommerce ?? undefined;
      if (fields.event === undefined) standing = own ?? standing;
      else tell(fields.event, own ?? standing, `${where}.ecommerce`);
    });
  }

  function tell(event: unknown, given: unknown, where: string): void {
    if (!isOurs(event)) return;
    const read = readEvent(event, given, where, report, options);
    if (read === undefined) return;
    target.track(read);
    if (event === 'view_cart' && cart) target.cart.set(read.items);
  }

  return report.safely(name, () => listen(name, take, report)) !== undefined
    ? () => {
        stopped = true;
      }
    : () => {};
}

/** Follows the array of that name, from its first entry on. Answers with the array. */
function listen(name: string, take: (push: unknown) => void, report: Report): unknown[] {
  const page: Record<string, unknown> = globalThis as unknown as Record<string, unknown>;
  const given = page[name];
  if (given !== undefined && !Array.isArray(given))
    report.tell(name, `is ${shown(given)}, not an array; it is replaced`);
  const layer: unknown[] = Array.isArray(given) ? given : [];
  page[name] = layer;
  for (const push of layer.slice()) take(push);
  // Tag Manager replaces `push` in the same way, before or after; each calls the one before.
  const push = layer.push;
  layer.push = (...pushes: unknown[]) => {
    const length = push.apply(layer, pushes);
    for (const each of pushes) take(each);
    return length;
  };
  return layer;
}

/** `gtag('event', name, parameters)` pushes its `arguments`, which are no array. */
function gtagCommand(push: unknown): ArrayLike<unknown> | undefined {
  if (Object.prototype.toString.call(push) !== '[object Arguments]') return undefined;
  const command = push as ArrayLike<unknown>;
  return command[0] === 'event' ? command : undefined;
}

const isOurs = (name: unknown): name is EventName => typeof name === 'string' && Object.hasOwn(ours, name);

function readEvent(
  name: EventName,
  given: unknown,
  where: string,
  report: Report,
  options: AdapterOptions,
): ShopperEvent | undefined {
  if (!isFields(given)) {
    report.tell(where, `${shown(given)} of ${name} is no object; push { event, ecommerce: { currency, items } }`);
    return undefined;
  }
  if (!Array.isArray(given.items)) {
    const former = formerActions.find((action) => given[action] !== undefined);
    report.tell(
      `${where}.items`,
      former === undefined
        ? `${shown(given.items)} of ${name} is not an array; give the products in \`items\``
        : `is missing, and \`${former}\` is of Universal Analytics; push GA4's \`items\``,
    );
    return undefined;
  }
  const currency = textOf(given.currency);
  const items = given.items.flatMap((item: unknown, index) => {
    const place = `${where}.items[${index}]`;
    const read = toItem(withPresentNames(fieldsOf(item), place, report), place, report, options, currency);
    return read === undefined ? [] : [read];
  });
  if (items.length === 0) {
    report.tell(`${where}.items`, `of ${name} has no item with an id: the event was left out`);
    return undefined;
  }
  return defined({
    name,
    items,
    transaction_id: textOf(given.transaction_id)?.slice(0, 128),
    event_id: textOf(given.event_id)?.slice(0, 128),
    currency: currency?.length === 3 ? currency : undefined,
  });
}

function withPresentNames(item: Fields, where: string, { tell }: Report): Fields {
  const mended: Record<string, unknown> = { ...item };
  for (const [former, present] of Object.entries(formerNames)) {
    if (item[former] === undefined || item[present] !== undefined) continue;
    mended[present] = item[former];
    tell(`${where}.${former}`, `is Universal Analytics' name; it was read as ${present}`);
  }
  return mended;
}
