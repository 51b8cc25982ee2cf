import type { CatalogueItem } from '@edgecart/sdk';
import { roundToCents } from '../money.ts';
import type { Range } from './catalogue.ts';

/** Where on the site a product was put into the cart from, in GA4's words. */
export interface ListPlace {
  list: string;
  index: number;
}

export interface CartLine {
  id: string;
  quantity: number;
  from?: ListPlace;
}

export const mostPerLine = 24;

/** The cart with this quantity of a product; 0 takes it out, a new product goes to the end. */
export function withQuantity(lines: readonly CartLine[], id: string, quantity: number, from?: ListPlace): CartLine[] {
  const wanted = Math.max(0, Math.min(mostPerLine, Math.floor(quantity)));
  if (!lines.some((line) => line.id === id)) {
    return wanted === 0 ? [...lines] : [...lines, from ? { id, quantity: wanted, from } : { id, quantity: wanted }];
  }
  return lines.flatMap((line) => (line.id !== id ? [line] : wanted === 0 ? [] : [{ ...line, quantity: wanted }]));
}

export const quantityOf = (lines: readonly CartLine[], id: string) =>
  lines.find((line) => line.id === id)?.quantity ?? 0;

export const countItems = (lines: readonly CartLine[]) => lines.reduce((sum, line) => sum + line.quantity, 0);

export interface PricedLine extends CartLine {
  item: CatalogueItem;
  total: number;
}

/** The lines whose products the shop still has in its range, with what they cost. */
export function priceLines(lines: readonly CartLine[], range: Range): PricedLine[] {
  return lines.flatMap((line) => {
    const item = range.byId.get(line.id);
    return item ? [{ ...line, item, total: roundToCents(item.price * line.quantity) }] : [];
  });
}

export const freeDeliveryFrom = 35;
const deliveryFee = 4.95;

export function sumUp(lines: readonly PricedLine[]): { subtotal: number; delivery: number; total: number } {
  const subtotal = roundToCents(lines.reduce((sum, line) => sum + line.total, 0));
  const delivery = subtotal === 0 || subtotal >= freeDeliveryFrom ? 0 : deliveryFee;
  return { subtotal, delivery, total: roundToCents(subtotal + delivery) };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0;

/** Reads back what storage held, which anybody may have edited: whatever is not a line is left out. */
export function parseLines(value: unknown): CartLine[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: { id?: unknown; quantity?: unknown; from?: Partial<ListPlace> | undefined } | null) => {
    const quantity = Number(entry?.quantity);
    if (!isText(entry?.id) || !Number.isInteger(quantity) || quantity < 1 || quantity > mostPerLine) return [];
    const { list, index } = entry.from ?? {};
    const from = isText(list) && Number.isInteger(index) ? { from: { list, index: Number(index) } } : {};
    return [{ id: entry.id, quantity, ...from }];
  });
}
