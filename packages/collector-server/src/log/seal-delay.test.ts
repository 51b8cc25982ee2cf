import { expect, test } from 'vitest';
import { sealDelayMs } from './seal-delay.ts';

const nowMs = Date.UTC(2026, 10, 24, 13);
const hourMs = 3_600_000;
const rule = { minBatches: 50, sealAgeMs: 60_000, maxSealAgeMs: 600_000 };

test('a segment with enough requests is sealed at its age', () => {
  expect(sealDelayMs({ ageMs: 10_000, batches: 50, nowMs }, rule)).toBe(50_000);
  expect(sealDelayMs({ ageMs: 70_000, batches: 50, nowMs }, rule)).toBe(0);
});

test('one with too few waits for more, but not for ever', () => {
  expect(sealDelayMs({ ageMs: 70_000, batches: 49, nowMs }, rule)).toBe(530_000);
  expect(sealDelayMs({ ageMs: 600_000, batches: 1, nowMs }, rule)).toBe(0);
});

test('the longer age is never the shorter one', () => {
  expect(sealDelayMs({ ageMs: 0, batches: 0, nowMs }, { ...rule, maxSealAgeMs: 5 })).toBe(60_000);
});

test('an age of a day means the end of the UTC day, a second later', () => {
  const daily = { ...rule, sealAgeMs: 24 * hourMs, maxSealAgeMs: 24 * hourMs };
  for (const batches of [1, 5_000])
    for (const ageMs of [0, 60_000, 13 * hourMs - 2_000])
      expect(sealDelayMs({ ageMs, batches, nowMs }, daily)).toBe(11 * hourMs + 1_000);
  expect(sealDelayMs({ ageMs: 14 * hourMs, batches: 1, nowMs }, daily)).toBe(0);
  const midnightMs = nowMs + 11 * hourMs;
  expect(sealDelayMs({ ageMs: 0, batches: 1, nowMs: midnightMs }, daily)).toBe(1_000);
  expect(sealDelayMs({ ageMs: 0, batches: 1, nowMs: midnightMs + 1_000 }, daily)).toBe(24 * hourMs);
});

test('an age of a week ends with a UTC day, too', () => {
  const weekly = { ...rule, minBatches: 0, sealAgeMs: 168 * hourMs, maxSealAgeMs: 168 * hourMs };
  expect(sealDelayMs({ ageMs: 0, batches: 1, nowMs }, weekly)).toBe((144 + 11) * hourMs + 1_000);
});
