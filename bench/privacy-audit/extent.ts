import { logDefaults } from '../../packages/collector-server/src/log/log-options.ts';
import type { Extent } from './audit-shop.ts';
import type { Variant } from './variants.ts';

const asBefore = { minBatches: 50, sealAgeMs: 60_000, maxSealAgeMs: 600_000 };
const scheme = { longestPath: 0, from: 'every visit', sparesOwn: false, hours: false, seal: logDefaults } as const;

/** From what the SDK and the collector did up to 0.1 to what they do now, and on the way what could have been kept. */
const variants: Readonly<Record<string, Variant>> = {
  'as up to 0.1: hours, paths of 8, sealed within 10 minutes': {
    ...scheme,
    longestPath: 8,
    hours: true,
    seal: asBefore,
  },
  'the day only, paths of 8': { ...scheme, longestPath: 8 },
  'the day only, paths of 4': { ...scheme, longestPath: 4 },
  'the day only, paths of 2': { ...scheme, longestPath: 2 },
  'the day only, paths of 2 without an order or usual items': {
    ...scheme,
    longestPath: 2,
    from: 'visits without an order',
    sparesOwn: true,
  },
  'hours, no paths': { ...scheme, hours: true },
  'the day only, no paths, sealed within 10 minutes': { ...scheme, seal: asBefore },
};

const small = { households: 350, daysLived: 24, cases: 3_000, days: 9 };
const large = { households: 2_400, daysLived: 6, cases: 3_000, days: 3 };

export function extentsOf(
  short: boolean,
  seed: number,
  households = small.households,
): Readonly<Record<'small' | 'large', Extent | undefined>> {
  if (short)
    return {
      small: { ...small, households, seed, models: 0, variants: {} },
      large: undefined,
    };
  return {
    small: { ...small, households, seed, models: 8, variants },
    large: { ...large, seed, models: 0, variants: {} },
  };
}
