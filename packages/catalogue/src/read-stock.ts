const yes =
  /^(in[ _]?stock|available|in[ _]?store[ _]?only|limited[ _]?availability|pre[ _]?order|back[ _]?order|true|yes|y)$/i;
const no = /^(out[ _]?of[ _]?stock|sold[ _]?out|unavailable|discontinued|false|no|n)$/i;

/**
 * Whether it can be bought, as feeds write it: `in_stock`, `out_of_stock`, `preorder`, `backorder`
 * (https://support.google.com/merchants/answer/6324448), an address of schema.org, a number of pieces. `undefined` for all else.
 */
export function readStock(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value > 0 : undefined;
  if (typeof value !== 'string') return undefined;
  const word = value.trim().replace(/^.*schema\.org\//i, '');
  if (yes.test(word)) return true;
  if (no.test(word)) return false;
  return /^-?\d+$/.test(word) ? Number(word) > 0 : undefined;
}
