import type { CountRecord } from './record.ts';

/** The band that a quantity falls into, named by its lower bound. `undefined` when it is not a quantity. */
export function quantityBand(quantity: number): CountRecord['quantityBand'] {
  return ([11, 6, 3, 2, 1] as const).find((least) => quantity >= least);
}

/** The band b with 2^b <= price < 2^(b+1), within -4 and 20. `undefined` for what is not a positive price. */
export function priceBand(price: number): number | undefined {
  if (!(price > 0) || !Number.isFinite(price)) return undefined;
  return Math.min(20, Math.max(-4, Math.floor(Math.log2(price))));
}

/** `2026-11-23T09` of a time in milliseconds since 1970, in UTC. */
export const hourUtc = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 13);

/** `2026-11-23` of a time in milliseconds since 1970, in UTC. */
export const dayUtc = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);
