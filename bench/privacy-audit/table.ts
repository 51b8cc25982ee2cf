import type { Attacked } from './attack-streams.ts';
import type { Audited } from './audit-shop.ts';

/** The streams that the promise speaks of; the others are variants of the scheme. */
export const streamNames: ReadonlySet<string> = new Set(['anonymous', 'session', 'pseudonymous']);

const signed = (value: number): string => value.toFixed(2).replace('-', '−');
const interval = (value: number, [low, high]: [number, number]): string =>
  `${signed(value)} (${signed(low)} to ${signed(high)})`;

/** One row a stream: what each attack found, with its 95 % interval. */
export const tableRows = {
  headings: ['secret', 'link', 'singled out', 'claims, true'],
  of: (attacked: readonly Attacked[]): string[][] =>
    attacked.map((found) => [
      found.stream,
      interval(found.secret_advantage, found.secret_95),
      interval(found.link_advantage, found.link_95),
      `${found.singled_out} of ${found.shoppers}`,
      `${found.claims}, ${found.true_claims}`,
    ]),
};

/** One sentence on the shop. */
export function tellShop(size: string, shop: Audited): string {
  const count = (value: number) => Math.round(value).toLocaleString('en');
  const [any] = shop.attacked;
  return (
    `The ${size} shop: ${count(shop.ordersPerDay)} orders a day of ${count(shop.households)} households, ${count(shop.products)} products, ` +
    `${count(shop.records)} records. ${any?.secret_cases ?? 0} cases of secret; of the planted secrets ${shop.planted} left.${membership(shop)}`
  );
}

const membership = ({ membership: found }: Audited): string =>
  found
    ? ` That a shopper's records taught a model of ${found.models}: ${interval(found.membership_advantage, found.membership_95)}.`
    : '';
