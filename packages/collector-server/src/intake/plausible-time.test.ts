import { dayUtc, hourUtc } from '@edgecart/protocol';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { testNowMs } from '../testing/records.ts';
import { implausible, maxDaysOld, maxHoursAhead, timeWindow } from './plausible-time.ts';

const hourMs = 3_600_000;

test('whatever a device may honestly send is believed', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4_000_000_000_000 }),
      fc.integer({ min: -maxDaysOld * 24 * hourMs, max: maxHoursAhead * hourMs }),
      (nowMs, offsetMs) => {
        const timeMs = Math.max(0, nowMs + offsetMs);
        const window = timeWindow(nowMs);
        expect(implausible(hourUtc(timeMs), window.hour)).toBeUndefined();
        expect(implausible(dayUtc(timeMs), window.day)).toBeUndefined();
      },
    ),
  );
});

test('what is too old or lies too far ahead is not', () => {
  const { hour, day } = timeWindow(testNowMs);
  expect(implausible('2026-11-15T12', hour)).toBeUndefined();
  expect(implausible('2026-11-15T11', hour)).toContain('too old');
  expect(implausible('2026-11-14', day)).toContain('too old');
  expect(implausible('2026-11-24T14', hour)).toBeUndefined();
  expect(implausible('2026-11-24T15', hour)).toContain('ahead');
  expect(implausible('2026-11-25', day)).toContain('ahead');
});

test('days that no calendar has are not believed', () => {
  const window = timeWindow(Date.UTC(2026, 2, 2));
  expect(implausible('2026-02-28', window.day)).toBeUndefined();
  for (const time of ['2026-02-29', '2026-02-30', '2026-02-31']) {
    expect(implausible(time, window.day)).toBe('is not a day of the calendar');
  }
  expect(implausible('2028-02-29', timeWindow(Date.UTC(2028, 2, 2)).day)).toBeUndefined();
});
