import { dayUtc, eventNames, hourUtc } from '@edgecart/protocol';
import { between, oneOf } from '../../load/random.ts';

/** What the generators draw from. */
export interface Chance {
  random: () => number;
  /** When the run began; times keep two hours away from the edges of what is believed. */
  nowMs: number;
  newId: () => string;
}

const hourMs = 3_600_000;
const letters = [
  'a',
  'Z',
  '7',
  '-',
  ' ',
  '"',
  '\\',
  '/',
  '\u0000',
  '\u001f',
  '\u2028',
  'é',
  '😀',
  '\ud800',
  '\u0301',
  '<',
  '&',
];

/** An item id that the collector must take, however odd. */
function itemId({ random }: Chance): string {
  if (random() < 0.7) return `item-${between(random, 1, 5_000)}`;
  return Array.from({ length: between(random, 1, oneOf(random, [3, 20, 128])) }, () => oneOf(random, letters)).join('');
}

const agoMs = (random: () => number): number => random() * (7.8 * 24 * hourMs) - 24 * hourMs;

/** A good record as the object whose JSON is sent. */
export function goodRecord(chance: Chance): Record<string, unknown> {
  const { random, nowMs, newId } = chance;
  const id = newId();
  const atMs = nowMs - agoMs(random);
  if (random() < 0.3) {
    const items = Array.from({ length: between(random, 2, 8) }, () => itemId(chance));
    return { id, kind: 'path', items, day: dayUtc(atMs), bought: random() < 0.5 };
  }
  const count: Record<string, unknown> = {
    id,
    kind: 'count',
    type: oneOf(random, eventNames),
    item: itemId(chance),
    hour: hourUtc(atMs),
  };
  if (random() < 0.3) count.quantityBand = oneOf(random, [1, 2, 3, 6, 11]);
  if (random() < 0.3) count.priceBand = between(random, -4, 20);
  if (random() < 0.2)
    count.shown = { model: oneOf(random, ['none', 'ab12'.repeat(4), 'f'.repeat(64)]), slot: between(random, 0, 199) };
  return count;
}

/** Mostly one to three, seldom many. */
export function batchSize(random: () => number): number {
  const chance = random();
  if (chance < 0.9) return between(random, 1, 3);
  return chance < 0.998 ? between(random, 4, 20) : between(random, 100, 160);
}
