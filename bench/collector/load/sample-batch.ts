import { type AnonymousRecord, type CountRecord, dayUtc, type EventName, hourUtc } from '@edgecart/protocol';
import { numbers } from '../../device/numbers.ts';

/** How many records each request carries, as many as a browser sends at once. */
export const recordsPerRequest = 20;

const hourMs = 3_600_000;
const paths = 1;
const modelVersion = '9f2c41d07be6358a9f2c41d07be6358a9f2c41d07be6358a9f2c41d07be6358a';
/** By how often each happens in a shop, about. */
const names: readonly EventName[] = [
  'view_item_list',
  'view_item_list',
  'view_item_list',
  'view_item',
  'view_item',
  'view_item',
  'view_item',
  'select_item',
  'add_to_cart',
  'purchase',
];

/**
 * The records of one request, with the keys in the order in which the SDK writes them: counts of this hour and the one
 * before, half of them of items that we had suggested, and a path. The same for the same seed but for the time.
 */
export function sampleBatch(seed: number, nowMs: number): AnonymousRecord[] {
  const next = numbers(seed);
  const below = (bound: number) => Math.floor(next() * bound);
  const id = '0'.repeat(32);
  // The popular items are named more often than the others.
  const item = () => `trail-runner-${String(Math.floor(50_000 * next() ** 3)).padStart(6, '0')}-blue-${36 + below(12)}`;
  const count = (): CountRecord => {
    const type = names[below(names.length)] ?? 'view_item';
    const withQuantity = type === 'add_to_cart' || type === 'purchase';
    const attributed = type !== 'view_item_list' && type !== 'purchase' && next() < 0.8;
    return {
      id,
      kind: 'count',
      type,
      item: item(),
      hour: hourUtc(nowMs - below(2) * hourMs),
      ...(withQuantity ? { quantityBand: next() < 0.8 ? 1 : 2 } : {}),
      priceBand: below(9),
      ...(attributed ? { shown: { model: modelVersion, slot: below(20) } } : {}),
    };
  };
  return [
    ...Array.from({ length: recordsPerRequest - paths }, count),
    { id, kind: 'path', items: Array.from({ length: 5 }, item), day: dayUtc(nowMs), bought: false },
  ];
}
