import { expect, test } from 'vitest';
import { sealDelayMs } from './seal-delay.ts';

const rule = { minBatches: 50, sealAgeMs: 60_000, maxSealAgeMs: 600_000 };

test('a segment with enough requests is sealed at its age', () => {
  expect(sealDelayMs({ ageMs: 10_000, batches: 50 }, rule)).toBe(50_000);
  expect(sealDelayMs({ ageMs: 70_000, batches: 50 }, rule)).toBe(0);
});

test('one with too few waits for more, but not for ever', () => {
  expect(sealDelayMs({ ageMs: 70_000, batches: 49 }, rule)).toBe(530_000);
  expect(sealDelayMs({ ageMs: 600_000, batches: 1 }, rule)).toBe(0);
});

test('the longer age is never the shorter one', () => {
  expect(sealDelayMs({ ageMs: 0, batches: 0 }, { ...rule, maxSealAgeMs: 5 })).toBe(60_000);
});
