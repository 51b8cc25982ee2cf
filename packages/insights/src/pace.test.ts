import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

test('minutes pass, and what is older than an hour is forgotten', () => {
  const pace = new Pace();
  const at = 1_000 * 60_000;
  pace.add(at);
  pace.add(at + 59_999);
  pace.add(at + 60_000);
  expect(pace.perMinute(at + 60_000).slice(-3)).toEqual([0, 2, 1]);
  expect(pace.perMinute(at + 59 * 60_000)[0]).toBe(2);
  expect(pace.perMinute(at + 61 * 60_000)).toEqual(Array(60).fill(0));
});
