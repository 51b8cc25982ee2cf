import { type AnonymousRecord, dayUtc } from '@edgecart/protocol';
import type { SealRule } from '../../packages/collector-server/src/log/seal-delay.ts';
import type { CleanEvent } from '../../packages/sdk/src/worker/visit-state.ts';
import type { Sent } from './device.ts';
import type { LivedDevice } from './streams.ts';

/** A scheme that the SDK does not have, made from the same cleaned events: for the curve of promise against quality. */
export interface Variant {
  /** Longest path of what was looked at and not bought, one a visit; 0 for none. */
  longestPath: number;
  /** Of which visits such a path leaves. */
  from: 'every visit' | 'visits without an order';
  /** Whether what the household bought at any time is left out of it, as if a device could know. */
  sparesOwn: boolean;
  /** When the collector seals its segments. */
  seal: SealRule;
  /** Whether counts tell their hour, as they did up to 0.1. */
  hours: boolean;
}

const pathDelayMs = 600_000;

/** The device with the requests that a variant would have made: its counts and bought paths as they were, other paths anew. */
export function varied(
  device: LivedDevice,
  variant: Variant,
  own: ReadonlySet<string>,
  random: () => number,
): LivedDevice {
  const hours = new Map(
    device.cleaned.flatMap(({ timeMs, name, items }) =>
      items.map(({ item_id }) => [`${name} ${item_id} ${dayUtc(timeMs)}`, new Date(timeMs).toISOString().slice(0, 13)]),
    ),
  );
  const timed = (record: AnonymousRecord): AnonymousRecord => {
    if (record.kind === 'path' || !variant.hours) return record;
    return { ...record, hour: hours.get(`${record.type} ${record.item} ${record.hour.slice(0, 10)}`) ?? record.hour };
  };
  const kept = device.sent.map(({ atMs, records }) => ({
    atMs,
    records: records.filter((record) => record.kind === 'count' || record.bought).map(timed),
  }));
  const visits = Map.groupBy(device.cleaned, ({ visit }) => visit);
  const paths = [...visits.values()].flatMap((events) => pathOf(events, variant, own, random));
  return { ...device, sent: [...kept, ...paths] };
}

const looks = new Set<string>(['select_item', 'view_item', 'add_to_cart', 'remove_from_cart']);

function pathOf(
  events: readonly CleanEvent[],
  variant: Variant,
  own: ReadonlySet<string>,
  random: () => number,
): Sent[] {
  const last = events.at(-1);
  const ids = (name: string) =>
    events.filter((event) => event.name === name).flatMap(({ items }) => items.map(({ item_id }) => item_id));
  const bought = new Set(ids('purchase'));
  if (last === undefined || (bought.size > 0 && variant.from === 'visits without an order')) return [];
  const removed = new Set(ids('remove_from_cart'));
  const inCart = new Set(ids('add_to_cart').filter((id) => !removed.has(id)));
  const looked = events
    .filter(({ name }) => looks.has(name))
    .flatMap(({ items }) => items.map(({ item_id }) => item_id));
  const others = [...new Set(looked)].filter(
    (id) => !bought.has(id) && !inCart.has(id) && !(variant.sparesOwn && own.has(id)),
  );
  const start = Math.floor(random() * (Math.max(0, others.length - variant.longestPath) + 1));
  const items = others.slice(start, start + variant.longestPath);
  if (items.length < 2) return [];
  return [
    {
      atMs: last.timeMs + random() * pathDelayMs,
      records: [{ id: '0'.repeat(32), kind: 'path', items, day: dayUtc(last.timeMs), bought: false }],
    },
  ];
}
