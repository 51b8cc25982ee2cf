import { expect, test } from 'vitest';
import { type DemoSupply, moveSupply } from './move-supply.ts';

const hour = (ms: number) => new Date(ms).toISOString().slice(0, 13);
const mondayMs = Date.UTC(2026, 10, 23);
const made: DemoSupply = {
  forecast: {
    method: 'smoothing',
    shop: {
      hours: Array.from({ length: 48 }, (_, at) => ({
        hour: hour(mondayMs + at * 3_600_000),
        expected: at,
        low: at - 1,
        high: at + 1,
      })),
    },
  },
  inventory: {
    made_at: '2026-11-23T00:00:00Z',
    signals: [
      { made_at: '2026-11-23T00:00:00Z', reorder: { by_day: '2026-11-25' } },
      { made_at: '2026-11-23T00:00:00Z', reorder: null },
    ],
  },
};

test('hours stand at their time of any other day, from the running hour on', () => {
  for (const nowMs of [Date.UTC(2028, 0, 2, 23, 30), Date.UTC(2025, 0, 5, 23, 30)]) {
    const { hours } = moveSupply(made, nowMs).forecast.shop;
    expect(hours.map((one) => one.hour)).toEqual(made.forecast.shop.hours.map((_, at) => hour(nowMs + at * 3_600_000)));
    expect(hours.map(({ expected }) => expected % 24).slice(0, 3)).toEqual([23, 0, 1]);
    expect(new Set(hours.map(({ expected }) => expected)).size).toBe(48);
  }
});

test('orders are due in as many days as they were', () => {
  const { made_at, signals } = moveSupply(made, Date.UTC(2027, 1, 28, 7, 5)).inventory;
  expect(made_at).toBe('2027-02-28T07:00:00Z');
  expect(signals.map(({ reorder }) => reorder?.by_day)).toEqual(['2027-03-02', undefined]);
});
