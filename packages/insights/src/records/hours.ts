const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Hours since 1970 of `2026-11-23T09`, days since 1970 of `2026-11-23`, or `undefined` when the calendar has no such day. */
const known = new Map<string, number | undefined>();

/** Hours since 1970 of an hour such as `2026-11-23T09`; `undefined` when the calendar has no such day. */
export const hourNumber = (hour: string): number | undefined => numberOf(hour, `${hour}:00:00.000Z`, hourMs);

/** Days since 1970 of a day such as `2026-11-23`; `undefined` when the calendar has none such. */
export const dayNumber = (day: string): number | undefined => numberOf(day, `${day}T00:00:00.000Z`, dayMs);

export const hourText = (hour: number): string => new Date(hour * hourMs).toISOString().slice(0, 13);
export const dayText = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** The few hours and days of a stream come again and again; what a sender makes up must not fill the memory. */
const maxKnown = 4_096;

function numberOf(text: string, instant: string, unitMs: number): number | undefined {
  const before = known.get(text);
  if (before !== undefined || known.has(text)) return before;
  const timeMs = Date.parse(instant);
  // `Date.parse` takes 30 February for 2 March.
  const real = Number.isFinite(timeMs) && new Date(timeMs).toISOString() === instant;
  const value = real ? timeMs / unitMs : undefined;
  if (known.size >= maxKnown) known.clear();
  known.set(text, value);
  return value;
}
