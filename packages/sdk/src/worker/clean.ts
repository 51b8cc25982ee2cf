import { defined, type EventName, type Item, type ShopperEvent } from '@edgecart/protocol';
import type { Products } from '@edgecart/recommender';
import type { CleanEvent, CleanItem, VisitState } from './visit-state.ts';

/** What is needed to judge an event, beside the visit it belongs to. */
export interface CleaningContext {
  catalogue: Pick<Products, 'get'>;
  /** The newest clean events of the visit, oldest first; only those of the last second are looked at. */
  recent: readonly CleanEvent[];
  nowMs: number;
  shareable: boolean;
}

export interface Captured {
  timeMs: number;
  event: ShopperEvent;
}

export type Cleaned =
  | { outcome: 'accepted' | 'mended'; event: CleanEvent; reasons: string[]; orderHash?: string }
  | { outcome: 'rejected'; reasons: string[] };

// The protocol's `eventNames` would bring the schema library into the worker; a test holds the two lists together.
const names: unknown[] = [
  'view_item_list',
  'select_item',
  'view_item',
  'add_to_cart',
  'remove_from_cart',
  'update_cart_quantity',
  'view_cart',
  'begin_checkout',
  'purchase',
] satisfies EventName[];

const maxItems = 200;
const maxQuantity = 999;
const maxPrice = 1_000_000;
const repeatMs = 300;
/** Clocks may differ this much from the worker's before an event's time is called wrong. */
const futureMs = 60_000;

/**
 * Cleans one event: a pure function of the event, the visit and the catalogue. A rejected event has reasons that name
 * what was wrong and what to pass; a mended one says what was changed.
 */
export function clean(captured: Captured, visit: VisitState, context: CleaningContext): Cleaned {
  const given: unknown = captured.event;
  if (given !== Object(given)) return rejected('not an object; pass { name, items }');
  const { name, items, event_id, transaction_id } = given as Partial<ShopperEvent>;
  if (name === undefined || !names.includes(name))
    return rejected(`name: ${show(name)} is not an event; use one of ${names.join(', ')}`);
  if (!Array.isArray(items)) return rejected(`items: ${show(items)} is not an array`);
  if (event_id !== undefined && visit.eventIds.includes(String(event_id)))
    return rejected(`event_id: ${show(event_id)} was told before`);

  const reasons: string[] = [];
  const cleanItems: CleanItem[] = [];
  for (const [index, item] of items.slice(0, maxItems).entries()) {
    const result = cleanItem(item, context.catalogue, (reason) => reasons.push(`items[${index}].${reason}`));
    if (result) cleanItems.push(result);
  }
  if (items.length > maxItems) reasons.push(`items: the first ${maxItems} of ${items.length} were read`);
  if (cleanItems.length === 0) return rejected(...(reasons.length > 0 ? reasons : ['items: none is given']));

  const orderHash = name === 'purchase' && transaction_id !== undefined ? hash(String(transaction_id)) : undefined;
  if (orderHash !== undefined && visit.orders.includes(orderHash))
    return rejected('transaction_id: this order was counted before');

  const timeMs = cleanTime(captured.timeMs, visit, context.nowMs, (reason) => reasons.push(reason));
  if (isRepeat(name, cleanItems, timeMs, context.recent))
    return rejected(`the same ${name} came within ${repeatMs} ms before`);

  const event = {
    visit: visit.visit,
    timeMs,
    name,
    items: cleanItems,
    shareable: context.shareable,
  };
  const outcome = reasons.length > 0 ? 'mended' : 'accepted';
  return defined({ outcome, event, reasons, orderHash });
}

const rejected = (...reasons: string[]): Cleaned => ({ outcome: 'rejected', reasons });

function cleanItem(
  given: unknown,
  catalogue: CleaningContext['catalogue'],
  mend: (reason: string) => void,
): CleanItem | undefined {
  const item: Record<keyof Item, unknown> = Object(given);
  const id = ['string', 'number'].includes(typeof item.item_id) ? String(item.item_id).trim() : '';
  if (id === '' || id.length > 128) {
    mend(`item_id: ${show(item.item_id)} is not an id of 1 to 128 characters`);
    return undefined;
  }
  const known = catalogue.get(id);
  const text = (value: unknown) => (typeof value === 'string' && value) || undefined;
  const item_name = text(item.item_name) ?? known?.item_name;
  const category = text(item.item_category) ?? known?.item_category;
  const price = cleanNumber('price', item.price, 0, maxPrice, known?.price, mend);
  const quantity = Math.round(cleanNumber('quantity', item.quantity, 1, maxQuantity, 1, mend) ?? 1);
  return defined({ item_id: id, quantity, item_name, category, price });
}

function cleanNumber(
  field: string,
  given: unknown,
  least: number,
  most: number,
  otherwise: number | undefined,
  mend: (reason: string) => void,
): number | undefined {
  if (given === undefined || given === null) return otherwise;
  const value = typeof given === 'string' ? Number.parseFloat(given) : (given as number);
  // Which it is of numbers only.
  if (!Number.isFinite(value)) {
    mend(`${field}: ${show(given)} is not a number; ${otherwise ?? 'nothing'} was taken`);
    return otherwise;
  }
  const clamped = Math.min(most, Math.max(least, value));
  if (clamped !== value) mend(`${field}: ${value} is not within ${least} and ${most}; ${clamped} was taken`);
  return clamped;
}

/** Time does not run backwards within a visit, and nothing comes from the future. */
function cleanTime(timeMs: number, visit: VisitState, nowMs: number, mend: (reason: string) => void): number {
  const latest = nowMs + futureMs;
  if (!(timeMs <= latest)) {
    mend('time: in the future; now was taken');
    return nowMs;
  }
  // A visit that seems to have ended in the future had a wrong clock itself: then the new time is the better one.
  if (timeMs < visit.lastMs && visit.lastMs <= latest) {
    if (visit.lastMs - timeMs > 1_000) mend('time: the clock went back; the last time was taken');
    return visit.lastMs;
  }
  return timeMs;
}

function isRepeat(name: EventName, items: CleanItem[], timeMs: number, recent: readonly CleanEvent[]): boolean {
  const sign = (list: CleanItem[]) => list.map((item) => `${item.item_id}×${item.quantity}`).join();
  return recent.some(
    (before) => before.name === name && timeMs - before.timeMs < repeatMs && sign(before.items) === sign(items),
  );
}

/** More than this many events within ten seconds is no person. */
const machineRate = 30;
/** So many events without a pointer, key or touch is no person either. */
const machineUntouched = 12;

/** Whether a stream of events looks like a machine's: too fast, or long and untouched. Times in ms, oldest first. */
export function looksLikeMachine(times: readonly number[], events: number, humanSeen: boolean): boolean {
  const newest = times.at(-1) ?? 0;
  const fast = times.filter((time) => newest - time < 10_000).length > machineRate;
  return fast || (!humanSeen && events >= machineUntouched);
}

const show = (value: unknown): string => {
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, 60);
  } catch {
    return String(value).slice(0, 60);
  }
};

/** A polynomial hash of some 50 bits: only to recognise an order id again without keeping it. */
function hash(text: string): string {
  let sum = 7;
  for (const character of text) sum = (sum * 131 + (character.codePointAt(0) ?? 0)) % 9_007_199_254_740_881;
  return sum.toString(36);
}
