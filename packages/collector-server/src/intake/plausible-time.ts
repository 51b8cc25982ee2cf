import { dayUtc, hourUtc } from '@edgecart/protocol';

const hourMs = 3_600_000;

/** How far ahead of the collector's clock a device may be, in hours. */
export const maxHoursAhead = 26;

/** How old a record may be, in days: devices keep unsent records for 7. */
export const maxDaysOld = 8;

/** The earliest and latest `hour` and `day` that are believed. Texts of the same form compare as the times they name. */
export interface TimeWindow {
  hour: { first: string; last: string };
  day: { first: string; last: string };
}

/** The window around a time in milliseconds since 1970. */
export function timeWindow(nowMs: number): TimeWindow {
  const firstMs = nowMs - maxDaysOld * 24 * hourMs;
  const lastMs = nowMs + maxHoursAhead * hourMs;
  return {
    hour: { first: hourUtc(firstMs), last: hourUtc(lastMs) },
    day: { first: dayUtc(firstMs), last: dayUtc(lastMs) },
  };
}

/** Why an `hour` or `day` that has the right form can't be believed; `undefined` when it can. */
export function implausible(time: string, window: { first: string; last: string }): string | undefined {
  if (!isOfTheCalendar(time)) return 'is not a day of the calendar';
  if (time < window.first) return `is more than ${maxDaysOld} days ago; such a record is too old to count`;
  if (time > window.last) return `lies more than ${maxHoursAhead} hours ahead; is the device's clock right?`;
  return undefined;
}

function isOfTheCalendar(time: string): boolean {
  const dayOfMonth = Number(time.slice(8, 10));
  if (dayOfMonth <= 28) return true;
  return dayUtc(Date.parse(`${time.slice(0, 10)}T00:00:00Z`)) === time.slice(0, 10);
}
