import type { AnonymousRecord } from '@edgecart/protocol';
import { type GoldenMessage, messageOf } from './golden-message.ts';
import { Seeded } from './seeded.ts';
import { burst, foreignMessages, untimelyMessages } from './spoiled.ts';
import { arrivalOf, visitRecords } from './visits.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export interface GoldenInput {
  /** Baskets of real shoppers. */
  baskets: readonly (readonly string[])[];
  prices: ReadonlyMap<string, number>;
  seed: number;
  /** How often each basket is filled. */
  rounds?: number;
}

export interface GoldenStream {
  /** In the order in which they are sent. */
  messages: GoldenMessage[];
  /** What stands in the shop's catalogue; everything else is unknown. */
  catalogue: string[];
  /** The hour that trending is asked for, in hours since 1970. */
  trendHour: number;
}

/** Item ids that a key must keep apart. */
const awkward = ['a|b', 'a%7Cb', '50% off', 'Käse "mild"', '日本茶'];
/** Monday, 2 March 2026. */
const startMs = Date.UTC(2026, 2, 2);
const days = 6;

/**
 * A stream of real baskets as a shop's topics would hold it, with all that goes wrong in one: copies, late and early
 * records, disorder, a machine, unknown items, foreign and broken messages. The same input makes the same stream.
 */
export function goldenStream({ baskets, prices, seed, rounds = 2 }: GoldenInput): GoldenStream {
  const random = new Seeded(seed);
  const catalogue = [...prices.keys(), ...awkward];
  const priceOf = (item: string) => prices.get(item) ?? 4.2;
  const messages: GoldenMessage[] = [];

  for (let round = 0; round < rounds; round += 1) {
    for (const basket of baskets) {
      const timeMs = startMs + Math.floor(random.next() * days * dayMs);
      const items = random.chance(0.15) ? [...basket, random.pick(awkward), random.pick(awkward)] : basket;
      for (const record of visitRecords(items, priceOf, timeMs, random)) {
        const message = messageOf(record, arrivalOf(timeMs, random));
        messages.push(message);
        if (random.chance(0.03)) messages.push({ ...message, timestamp: message.timestamp + random.below(2 * dayMs) });
      }
    }
  }

  const [first = 'a|b', second = '50% off'] = prices.keys();
  for (let day = 0; day < days; day += 1) {
    const noonMs = startMs + day * dayMs + 12 * hourMs;
    messages.push(...foreignMessages(noonMs + 5, first, random));
    messages.push(...untimelyMessages(noonMs, first, second, random));
    messages.push(...unknownItems(noonMs, first, random));
  }
  messages.push(...burst(startMs + 2 * dayMs + 3 * hourMs, second, random));
  messages.push(...reusedIds(startMs + 3 * dayMs + 7 * hourMs, first, second, random));

  // A stable sort: what has the same time stays in the order in which it was made.
  messages.sort((a, b) => a.timestamp - b.timestamp);
  const trendHour = startMs / hourMs + days * 24;
  return { messages: unsettled(messages, random), catalogue, trendHour };
}

function unknownItems(timeMs: number, known: string, random: Seeded): GoldenMessage[] {
  const hour = new Date(timeMs).toISOString().slice(0, 13);
  const records: AnonymousRecord[] = [
    { id: random.id(), kind: 'count', type: 'view_item', item: 'not-in-the-catalogue', hour },
    { id: random.id(), kind: 'count', type: 'add_to_cart', item: '日本', hour },
    { id: random.id(), kind: 'path', items: [known, 'gone'], day: hour.slice(0, 10), bought: true },
  ];
  // A copy of an unknown one is a duplicate: that rule comes first.
  return [...records, ...records.slice(0, 1)].map((record) => messageOf(record, timeMs));
}

/** One id in records that differ by item, hour or kind: they are no copies of each other. */
function reusedIds(timeMs: number, first: string, second: string, random: Seeded): GoldenMessage[] {
  const id = random.id();
  const hour = new Date(timeMs).toISOString().slice(0, 13);
  const earlier = new Date(timeMs - hourMs).toISOString().slice(0, 13);
  const records: AnonymousRecord[] = [
    { id, kind: 'count', type: 'view_item', item: first, hour },
    { id, kind: 'count', type: 'view_item', item: second, hour },
    { id, kind: 'count', type: 'view_item', item: first, hour: earlier },
    { id, kind: 'count', type: 'purchase', item: first, hour },
    { id, kind: 'path', items: [first, second], day: hour.slice(0, 10), bought: true },
  ];
  return records.map((record, at) => messageOf(record, timeMs + at));
}

/** Neighbours of different keys change places: within a key the order stays, since there the first one counts. */
function unsettled(messages: readonly GoldenMessage[], random: Seeded): GoldenMessage[] {
  const order = [...messages];
  for (let at = 0; at + 1 < order.length; at += 1) {
    const here = order[at];
    const next = order[at + 1];
    if (here && next && here.key !== next.key && random.chance(0.3)) {
      order[at] = next;
      order[at + 1] = here;
    }
  }
  return order;
}
