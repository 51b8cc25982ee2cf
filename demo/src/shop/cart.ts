import { type CartLine, type ListPlace, parseLines, withQuantity } from './cart-lines.ts';
import { readStored, writeStored } from './storage.ts';

const key = 'orchard-lane.cart';
const listeners = new Set<(lines: readonly CartLine[]) => void>();

export const cartLines = (): CartLine[] => parseLines(readStored(key));

function tellListeners(): void {
  const lines = cartLines();
  for (const listener of listeners) listener(lines);
}

export function setQuantity(id: string, quantity: number, from?: ListPlace): void {
  writeStored(key, withQuantity(cartLines(), id, quantity, from));
  tellListeners();
}

export function emptyCart(): void {
  writeStored(key, []);
  tellListeners();
}

/** Calls the listener after each change of the cart, in this tab or another, and when the browser shows an old page. */
export function onCartChange(listener: (lines: readonly CartLine[]) => void): void {
  listeners.add(listener);
}

/** A page that comes back from the back/forward cache, or lies beside another tab, may show an old cart. */
export function watchOtherPages(): void {
  addEventListener('storage', (event) => {
    if (event.key === key) tellListeners();
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) tellListeners();
  });
}
