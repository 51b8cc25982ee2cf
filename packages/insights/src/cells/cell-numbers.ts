/**
 * How a cell's parts become one number, so that counting makes no texts. A number below 2^53 is exact: 2^26 items can be
 * told apart.
 */
const typesApart = 16;
const bandsApart = 32;
const lowestBand = -4;
const itemsApart = 2 ** 26;
const slotsApart = 200;

export const itemHourKey = (item: number, type: number): number => item * typesApart + type;
export const itemOf = (key: number): number => Math.floor(key / typesApart);
export const typeOf = (key: number): number => key % typesApart;

export const priceBandKey = (item: number, band: number, type: number): number =>
  (item * bandsApart + band - lowestBand) * typesApart + type;
export function priceBandParts(key: number): { item: number; band: number; type: number } {
  const rest = Math.floor(key / typesApart);
  return { item: Math.floor(rest / bandsApart), band: (rest % bandsApart) + lowestBand, type: key % typesApart };
}

export const pairKey = (first: number, second: number): number => first * itemsApart + second;
export const firstOf = (key: number): number => Math.floor(key / itemsApart);
export const secondOf = (key: number): number => key % itemsApart;

export const shownKey = (model: number, slot: number, type: number): number =>
  (model * slotsApart + slot) * typesApart + type;
export function shownParts(key: number): { model: number; slot: number; type: number } {
  const rest = Math.floor(key / typesApart);
  return { model: Math.floor(rest / slotsApart), slot: rest % slotsApart, type: key % typesApart };
}
