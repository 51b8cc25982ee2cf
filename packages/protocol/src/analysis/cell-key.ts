/** The kinds of cells that the analysis results in, with the names of a key's further parts, in order. */
export const cellKinds = {
  'item-hour': ['item', 'type', 'hour'],
  'cart-demand': ['item', 'hour'],
  funnel: ['type', 'hour'],
  shown: ['model', 'slot', 'type'],
  'price-band': ['item', 'band', 'type', 'day'],
  follows: ['item', 'next', 'day'],
  'follows-paths': ['item', 'next', 'day'],
  together: ['item', 'other', 'day'],
  trending: ['halfLifeHours', 'item', 'hour'],
  dropped: ['reason', 'day'],
} as const;
export type CellKind = keyof typeof cellKinds;

/** `item-hour|1082185|view_item|2026-11-23T09`. A `%` or `|` in a part is written `%25`, `%7C`. */
export function cellKey(kind: CellKind, ...parts: readonly (string | number)[]): string {
  return [kind, ...parts.map(escapePart)].join('|');
}

/** The parts of a key; what `cellKey` was given. */
export function cellParts(key: string): string[] {
  return key.split('|').map((part) => (part.includes('%') ? part.replaceAll('%7C', '|').replaceAll('%25', '%') : part));
}

function escapePart(part: string | number): string {
  if (typeof part === 'number') return String(part);
  if (!part.includes('%') && !part.includes('|')) return part;
  return part.replaceAll('%', '%25').replaceAll('|', '%7C');
}
