import { type CartLine, parseLines } from './cart-lines.ts';
import { readStored, writeStored } from './storage.ts';

/** The last order, without name or address: those stay in the form. */
export interface Order {
  id: string;
  lines: CartLine[];
  value: number;
  slot: string;
  /** Whether the thank-you page has told of it. */
  told: boolean;
}

const key = 'orchard-lane.order';

export function placeOrder(lines: CartLine[], value: number, slot: string): Order {
  const id = `OL-${crypto.randomUUID().replaceAll('-', '').slice(0, 10).toUpperCase()}`;
  const order: Order = { id, lines, value, slot, told: false };
  writeStored(key, order);
  return order;
}

export function findOrder(id: string | undefined): Order | undefined {
  const stored = readStored(key) as Partial<Order> | null;
  if (id === undefined || stored?.id !== id) return undefined;
  return {
    id,
    lines: parseLines(stored.lines),
    value: Number(stored.value) || 0,
    slot: String(stored.slot ?? ''),
    told: stored.told === true,
  };
}

export function rememberTold(order: Order): void {
  writeStored(key, { ...order, told: true });
}
