export interface Price {
  amount: number;
  currency?: string;
}

/**
 * A price as feeds write it: `15.00 USD` (https://support.google.com/merchants/answer/6324371), also with the currency before, with
 * `1,234.50`, and with a comma before exactly two digits. `undefined` for what could be two numbers.
 */
export function readPrice(value: unknown): Price | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? { amount: value } : undefined;
  if (typeof value !== 'string') return undefined;
  const parts = /^\s*([A-Za-z]{3})?\s*([\d.,]+)\s*([A-Za-z]{3})?\s*$/.exec(value);
  const digits = parts?.[2];
  if (digits === undefined) return undefined;
  const plain = withPoint(digits);
  if (plain === undefined) return undefined;
  const currency = (parts?.[3] ?? parts?.[1])?.toUpperCase();
  return { amount: Number(plain), ...(currency !== undefined && { currency }) };
}

function withPoint(digits: string): string | undefined {
  if (/^\d+(\.\d+)?$/.test(digits)) return digits;
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits)) return digits.replaceAll(',', '');
  if (/^\d{1,3}(\.\d{3})+,\d{2}$/.test(digits) || /^\d+,\d{2}$/.test(digits))
    return digits.replaceAll('.', '').replace(',', '.');
  return undefined;
}
