/** What is sold out. The page's head keeps it there: the script may have said it before any module of ours has run. */
const goneNow = (): readonly string[] => document.documentElement.dataset.gone?.split(' ') ?? [];

export const isGone = (id: string): boolean => goneNow().includes(id);

/** Calls the listener whenever edgecart-stock.js says that something else is sold out, and now if anything is. */
export function onStockChange(listener: () => void): void {
  document.addEventListener('edgecart-stock', listener);
  if (goneNow().length > 0) listener();
}
