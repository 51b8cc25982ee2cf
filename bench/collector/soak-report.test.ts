import { expect, test } from 'vitest';
import { slopePerHour, soakLastLine } from './soak-report.ts';

const sample = (minute: number, rssMb: number) => ({ minute, rssMb, openFiles: 90, requests: 5_000, p99Ms: 4 });

test('the slope is that of the line through the samples', () => {
  const line = [0, 1, 2, 3].map((minute) => ({ minute, value: 100 + 2 * minute }));
  expect(slopePerHour(line)).toBeCloseTo(120);
  expect(slopePerHour(line.map(({ minute }) => ({ minute, value: 7 })))).toBeCloseTo(0);
});

test('what grows only in the first third is no slope', () => {
  const samples = [sample(1, 50), sample(2, 100), sample(3, 150), sample(4, 150), sample(5, 150), sample(6, 150)];
  const line = soakLastLine({ samples, requestsPerS: 500, delivered: true, failures: [] });
  expect(line).toMatchObject({ rss_first_mb: 50, rss_max_mb: 150, rss_slope_mb_per_hour: 0, records_per_s: 10_000 });
});
