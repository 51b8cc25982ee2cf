// @ts-check
const whole = new Intl.NumberFormat('en');
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const decimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** What stands where too few records speak. */
const tooFew = '–';

/** @param {number | null | undefined} value */
export const number = (value) => (typeof value === 'number' ? whole.format(value) : tooFew);

/** @param {number | null | undefined} value */
export const share = (value) => (typeof value === 'number' ? percent.format(value) : tooFew);

/** @param {number | null | undefined} value */
export const tenth = (value) => (typeof value === 'number' ? decimal.format(value) : tooFew);

/** @param {number} bytes */
export function size(bytes) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${decimal.format(value)} ${units[unit]}`;
}

/**
 * `2026-11-23T09` (UTC) as seconds since 1970, in which uPlot counts.
 * @param {string} hour
 */
export const hourSeconds = (hour) => Date.parse(`${hour}:00:00Z`) / 1_000;
