import { join } from 'node:path';
import { logDefaults } from '../../packages/collector-server/src/log/log-options.ts';
import { seededRandom } from '../load/random.ts';
import { type Attacked, attackStreams, type Effort } from './attack-streams.ts';
import { liveDevice } from './device.ts';
import { liveShop } from './live-shop.ts';
import { attackMembership, type Membership } from './membership.ts';
import { plantedEvent, plantedIn, plantedVisit } from './planted.ts';
import { readShop } from './shop.ts';
import { anonymousStream, pseudonymousStream, sessionStream } from './streams.ts';
import { type Variant, varied } from './variants.ts';

export interface Extent extends Effort {
  households: number;
  daysLived: number;
  /** How many models to train for the attack on membership; 0 for none. */
  models: number;
  /** Schemes to be compared with, by name. */
  variants: Readonly<Record<string, Variant>>;
}

export interface Audited {
  ordersPerDay: number;
  households: number;
  products: number;
  records: number;
  attacked: Attacked[];
  planted: number;
  membership: Membership | undefined;
}

/** Other schemes differ by far more than so few cases are uncertain by. */
const variantEffort = { cases: 1_500, days: 3 };

const firstDayMs = Date.UTC(2017, 5, 1);
const dayMs = 86_400_000;

/** Lives a shop through the SDK, brings what left to the collector's disk, and attacks it there. */
export async function auditShop(python: string, folder: string, extent: Extent): Promise<Audited> {
  const { seed } = extent;
  const period = { fromMs: firstDayMs, toMs: firstDayMs + extent.daysLived * dayMs };
  const shop = await readShop(python, extent.households, seed);
  const lived = await liveShop(shop, period, seed);
  const anonymous = anonymousStream(lived.devices, logDefaults);
  const bought = new Map(
    shop.households.map(({ household, baskets }) => [household, new Set(baskets.flatMap(({ items }) => items))]),
  );
  const variants = Object.entries(extent.variants).map(([name, variant]) => {
    const random = seededRandom(seed);
    const devices = lived.devices.map((device) =>
      varied(device, variant, bought.get(device.household) ?? new Set(), random),
    );
    return [name, anonymousStream(devices, variant.seal)] as const;
  });
  const evidence = join(folder, `${extent.households}-households`);
  const streams = {
    anonymous,
    session: sessionStream(lived.devices),
    pseudonymous: pseudonymousStream(lived.devices),
  };
  const attacked = await attackStreams(python, evidence, shop, lived, streams, extent);
  if (variants.length > 0)
    attacked.push(
      ...(await attackStreams(python, evidence, shop, lived, Object.fromEntries(variants), { seed, ...variantEffort })),
    );
  const items = [...shop.catalogue.keys()].slice(0, 8);
  const careless = await liveDevice([plantedVisit(items, firstDayMs)], shop, seededRandom(seed), plantedEvent);
  return {
    ordersPerDay: lived.orders.filter(({ inPeriod }) => inPeriod).length / extent.daysLived,
    households: lived.devices.length,
    products: shop.catalogue.size,
    records: anonymous.length,
    attacked,
    planted: plantedIn(careless.sent),
    membership: extent.models > 0 ? await attackMembership(python, evidence, seed, extent.models) : undefined,
  };
}
