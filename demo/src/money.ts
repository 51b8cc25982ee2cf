const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** `1234.5` as `$1,234.50`. */
export function formatMoney(amount: number): string {
  return dollars.format(amount);
}

/** Rounded to whole cents, so that sums of prices do not show floating-point dust. */
export function roundToCents(amount: number): number {
  return Math.round((amount + Number.EPSILON) * 100) / 100;
}
