import { type AnonymousRecord, dayUtc, hourUtc } from '@edgecart/protocol';
import type { SealRule } from '../../packages/collector-server/src/log/seal-delay.ts';
import { storeRequests } from './collector-disk.ts';
import type { Device } from './device.ts';

/**
 * A line of a stream as the attacker reads it. `group`: what says of itself that lines belong together (a token, a
 * pseudonym); `timeMs`: when its segment was sealed, or, with a pseudonym, when it happened.
 */
export interface Line {
  type: string;
  items: string[];
  day: string;
  hour?: string;
  bought?: boolean;
  segment?: number;
  timeMs?: number;
  group?: string;
  order?: number;
  slot?: number;
}

/** A line and whose it is: only to train the attacker and to mark the answers. */
export interface Marked {
  line: Line;
  household: string;
}

export type LivedDevice = Device & { household: string };

/** The device's records as they lie on the collector's disk, after what a variant of the scheme makes of each. */
export function anonymousStream(
  devices: readonly LivedDevice[],
  rule: SealRule,
  vary: (line: Line, device: LivedDevice) => Line | undefined = (line) => line,
): Marked[] {
  const requests = devices.flatMap((device) =>
    device.sent.map(({ atMs, records }) => ({
      atMs,
      records: records.flatMap((record) => {
        const line = vary(lineOf(record), device);
        return line ? [{ line, household: device.household }] : [];
      }),
    })),
  );
  return storeRequests(requests, rule).map(({ record: { line, household }, segment, sealedMs }) => ({
    household,
    line: { ...line, segment, timeMs: sealedMs },
  }));
}

function lineOf(record: AnonymousRecord): Line {
  if (record.kind === 'path') return { type: 'path', items: record.items, day: record.day, bought: record.bought };
  const { type, item, hour, shown } = record;
  // An hour of 00 is what the day alone looks like, but for what was bought.
  const told = type === 'purchase' || !hour.endsWith('T00') ? { hour } : {};
  return { type, items: [item], day: hour.slice(0, 10), ...told, ...(shown && { slot: shown.slot }) };
}

/** Not in the SDK: made here from the same cleaned events. A random token per visit, order kept, no time finer than the hour. */
export const sessionStream = (devices: readonly LivedDevice[]): Marked[] =>
  devices.flatMap(({ cleaned, household }) =>
    cleaned.map(({ visit, timeMs, name, items }, order) => ({
      household,
      line: { type: name, items: items.map(idOf), day: dayUtc(timeMs), hour: hourUtc(timeMs), group: visit, order },
    })),
  );

/** What most analytics store: a lasting pseudonym and the time. Made here from the same cleaned events, without order ids. */
export const pseudonymousStream = (devices: readonly LivedDevice[]): Marked[] =>
  devices.flatMap(({ cleaned, household }, device) =>
    cleaned.map(({ timeMs, name, items }) => ({
      household,
      line: {
        type: name,
        items: items.map(idOf),
        day: dayUtc(timeMs),
        hour: hourUtc(timeMs),
        timeMs,
        group: `pseudonym ${device}`,
      },
    })),
  );

const idOf = ({ item_id }: { item_id: string }): string => item_id;
