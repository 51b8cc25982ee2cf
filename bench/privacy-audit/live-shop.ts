import { seededRandom } from '../load/random.ts';
import { liveDevice } from './device.ts';
import type { Basket, Shop } from './shop.ts';
import { drawsOf, visitsOf } from './shopping-model.ts';
import type { LivedDevice } from './streams.ts';

export interface LivedShop {
  devices: LivedDevice[];
  /** The shop's order table of the period and before; the attacker holds it. */
  orders: (Basket & { household: string; inPeriod: boolean })[];
}

/** Lives all households' visits of a period through the SDK. */
export async function liveShop(shop: Shop, period: { fromMs: number; toMs: number }, seed: number): Promise<LivedShop> {
  const draws = drawsOf(shop, seededRandom(seed));
  const timesOfDay = shop.households.flatMap(({ baskets }) => baskets.map(({ minute }) => (minute % 1_440) * 60_000));
  const orders = shop.households.flatMap(({ household, baskets }) =>
    baskets.map((basket) => ({
      ...basket,
      household,
      inPeriod: basket.minute * 60_000 >= period.fromMs && basket.minute * 60_000 < period.toMs,
    })),
  );
  const devices: LivedDevice[] = [];
  for (const [at, household] of shop.households.entries()) {
    const random = seededRandom(seed * 100_003 + at);
    const visits = visitsOf(household, period, draws, timesOfDay, random);
    if (visits.length === 0) continue;
    devices.push({ household: household.household, ...(await liveDevice(visits, shop, random)) });
  }
  return { devices, orders };
}
