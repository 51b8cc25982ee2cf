import { defined, type EventName, type Item, type ShopperEvent } from '@edgecart/protocol';
import type { CartLine } from './visit-state.ts';

/**
 * The events that lead from one cart to the next. Without a cart before (`undefined`: this page knows of none) the new
 * one is only taken note of: a shop states its cart on each page, and restating is not adding.
 */
export function cartEvents(before: readonly CartLine[] | undefined, after: readonly CartLine[]): ShopperEvent[] {
  if (before === undefined) return [];
  const gone = new Map(before.map((line) => [line.item_id, line]));
  const events: ShopperEvent[] = [];
  const tell = (name: EventName, line: CartLine) => events.push({ name, items: [line] });
  for (const line of after) {
    const had = gone.get(line.item_id)?.quantity;
    gone.delete(line.item_id);
    if (had !== line.quantity) tell(had ? 'update_cart_quantity' : 'add_to_cart', line);
  }
  for (const line of gone.values()) tell('remove_from_cart', line);
  return events;
}

/** The lines of a cart as the shop states it; one line an item, quantities added up, what has no id or quantity left out. */
export function cartLines(items: readonly Item[]): CartLine[] {
  const lines = new Map<string, CartLine>();
  for (const item of items) {
    const { item_id, item_name, price, quantity = 1 } = item ?? {};
    if (typeof item_id !== 'string' || item_id === '' || !(quantity > 0)) continue;
    const line = lines.get(item_id);
    if (line) line.quantity += quantity;
    else lines.set(item_id, defined({ item_id, quantity, item_name, price }));
  }
  return [...lines.values()];
}

/** The cart after an event that the shop told by `track`. */
export function cartAfter(
  lines: readonly CartLine[],
  event: Pick<ShopperEvent, 'name'> & { items: CartLine[] },
): CartLine[] {
  if (event.name === 'purchase') return [];
  const cart = new Map(lines.map((line) => [line.item_id, { ...line }]));
  for (const item of event.items) {
    const line = cart.get(item.item_id) ?? { ...item, quantity: 0 };
    if (event.name === 'add_to_cart') line.quantity += item.quantity;
    else if (event.name === 'remove_from_cart') line.quantity -= item.quantity;
    else if (event.name === 'update_cart_quantity') line.quantity = item.quantity;
    else continue;
    if (line.quantity > 0) cart.set(item.item_id, line);
    else cart.delete(item.item_id);
  }
  return [...cart.values()];
}
