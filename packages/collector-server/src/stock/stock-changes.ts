import { StockChange, type StockReceipt } from '@edgecart/protocol';
import { Compile } from 'typebox/compile';

/** Items of one shop; what is said of more is refused. */
const maxStockItems = 200_000;
export const maxChanges = 10_000;
const maxErrors = 100;

const changeType = Compile(StockChange);

export type StockByItem = ReadonlyMap<string, StockChange>;

/** What a shop's stock is after a webhook: a change that is wrong has its reason and costs no other. */
export function applyChanges(before: StockByItem, changes: readonly unknown[]): { after: StockByItem } & StockReceipt {
  const after = new Map(before);
  const errors: StockReceipt['errors'] = [];
  let taken = 0;
  for (const [index, change] of changes.entries()) {
    const reason = index < maxChanges ? faultOf(change, after) : `send at most ${maxChanges} items at once`;
    if (reason === undefined && changeType.Check(change)) {
      after.set(change.item, merged(after.get(change.item), change));
      taken += 1;
    } else if (errors.length < maxErrors) errors.push({ index, reason: reason ?? 'is no change of stock' });
  }
  return { after, taken, errors };
}

/** What is said of pieces goes before what was said of whether there are any, and the other way round. */
function merged(old: StockChange | undefined, { in_stock, ...change }: StockChange): StockChange {
  const { in_stock: _, ...kept } = { ...old };
  if (change.on_hand !== undefined) return { ...kept, ...change };
  if (in_stock === false) return { ...kept, ...change, on_hand: 0 };
  if (in_stock === undefined) return { ...old, ...change };
  const { on_hand, ...unknown } = kept;
  return { ...unknown, ...change, in_stock, ...(on_hand !== undefined && on_hand > 0 && { on_hand }) };
}

function faultOf(change: unknown, after: StockByItem): string | undefined {
  if (!changeType.Check(change)) {
    const [error] = changeType.Errors(change);
    return `${error?.instancePath || 'the item'}: ${error?.message ?? 'is no change of stock'}`;
  }
  if (change.on_hand !== undefined && change.in_stock !== undefined && change.on_hand > 0 !== change.in_stock) {
    return 'on_hand and in_stock say opposite things; send one of them';
  }
  if (!after.has(change.item) && after.size >= maxStockItems) return `stock is kept of ${maxStockItems} items at most`;
  return undefined;
}

/** The items that nobody can buy now, sorted. */
export function goneItems(stock: StockByItem): string[] {
  return [...stock.values()]
    .filter(({ on_hand }) => on_hand === 0)
    .map(({ item }) => item)
    .sort();
}
