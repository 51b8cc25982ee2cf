import type { AnonymousRecord } from '@edgecart/protocol';
import { dayUtc, hourUtc } from '@edgecart/protocol';
import { analysisRules } from '@edgecart/protocol/analysis';
import { type GoldenMessage, messageOf } from './golden-message.ts';
import type { Seeded } from './seeded.ts';

const hourMs = 3_600_000;

/** Messages that are no records, or not of their topic: each in a way of its own. */
export function foreignMessages(timestamp: number, item: string, random: Seeded): GoldenMessage[] {
  const good = { id: random.id(), kind: 'count', type: 'view_item', item, hour: hourUtc(timestamp) };
  const path = { id: random.id(), kind: 'path', items: [item, item], day: dayUtc(timestamp), bought: false };
  const { hour: _hour, ...withoutHour } = good;
  const values: unknown[] = [
    null,
    7,
    'text',
    [good],
    {},
    { ...good, session: 'abc' },
    { ...good, kind: 'order' },
    { ...good, id: good.id.toUpperCase().replace(/[0-9]/g, 'A') },
    { ...good, id: good.id.slice(1) },
    { ...good, type: 'login' },
    { ...good, hour: '2026-02-30T10' },
    { ...good, hour: '2026-03-03T24' },
    { ...good, hour: '2026-03-03T10:15' },
    { ...good, item: '' },
    { ...good, item: 12 },
    { ...good, quantityBand: 4 },
    { ...good, priceBand: 1.5 },
    { ...good, priceBand: 99 },
    { ...good, shown: { model: 'mine', slot: 0 } },
    { ...good, shown: { model: 'none', slot: 200 } },
    { ...good, shown: { model: 'none', slot: 1, page: 'home' } },
    withoutHour,
    path,
  ];
  const broken = ['', '{', '{"id":', JSON.stringify(good).slice(0, -1), `${JSON.stringify(good)}}`, 'hello'];
  const counts = [...values.map((value) => JSON.stringify(value)), ...broken].map(
    (value): GoldenMessage => ({ timestamp, topic: 'counts', key: item, value }),
  );
  const noText = Buffer.concat([
    Buffer.from(JSON.stringify(good).slice(0, -2)),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('"}'),
  ]);
  const paths = [
    good,
    { ...path, items: [item] },
    { ...path, items: Array.from({ length: 9 }, () => item) },
    { ...path, day: '2026-13-01' },
    { ...path, day: '2026-02-29' },
    { ...path, bought: 'yes' },
  ].map((value): GoldenMessage => ({ timestamp, topic: 'paths', key: path.id, value: JSON.stringify(value) }));
  return [...counts, { timestamp, topic: 'counts', key: item, base64: noText.toString('base64') }, ...paths];
}

/** Records at, just before and just beyond the limits of `future` and `late`. */
export function untimelyMessages(timeMs: number, item: string, other: string, random: Seeded): GoldenMessage[] {
  const { future, late } = analysisRules;
  const hour = Math.floor(timeMs / hourMs) * hourMs;
  const day = Math.floor(timeMs / (24 * hourMs)) * 24 * hourMs;
  const count = (timestamp: number) =>
    messageOf({ id: random.id(), kind: 'count', type: 'view_item', item, hour: hourUtc(hour) }, timestamp);
  const path = (timestamp: number) =>
    messageOf({ id: random.id(), kind: 'path', items: [item, other], day: dayUtc(day), bought: false }, timestamp);
  const aroundFuture = (start: number, hours: number) => [start - hours * hourMs, start - hours * hourMs - 1];
  const aroundLate = (end: number, hours: number) => [end + hours * hourMs, end + hours * hourMs + 1];
  return [
    ...aroundFuture(hour, future.countHours).map(count),
    ...aroundLate(hour + hourMs, late.countHours).map(count),
    ...aroundFuture(day, future.pathHours).map(path),
    ...aroundLate(day + 24 * hourMs, late.pathHours).map(path),
  ];
}

/** More counts of one cell than a shop's shoppers make, in one burst. */
export function burst(timeMs: number, item: string, random: Seeded): GoldenMessage[] {
  const hour = hourUtc(timeMs);
  return Array.from({ length: analysisRules.machineLike.maxPerCell + 150 }, (_, number) => {
    const record: AnonymousRecord = {
      id: random.id(),
      kind: 'count',
      type: 'view_item',
      item,
      hour,
      priceBand: number % 3,
    };
    return messageOf(record, timeMs + number * 20);
  });
}
