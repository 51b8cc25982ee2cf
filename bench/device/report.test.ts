import { expect, test } from 'vitest';
import { lastLine, type Measured } from './report.ts';

const answers = (modelMs: number, longTasks: number[] = []) => ({
  modelMs,
  firstMs: modelMs / 2,
  firstSource: 'item-graph',
  longTasks,
});

const measured: Measured = {
  sizes: [10_000, 50_000].map((items) => ({
    items,
    scoring: {
      read_ms: 0.123456,
      ours_ms: 1,
      tfjs_wasm_ms: 2,
      tfjs_cpu_ms: 3,
      js_ms: 4,
      variants: { read: 0.123456 },
      clockMs: 0.005,
    },
    requests: { request_p50_ms: 5, request_p95_ms: 6, scanP50Ms: 1, scanP95Ms: 2 },
  })),
  visits: [
    { items: 10_000, cold: answers(300, [51]), warm: answers(100), bareColdMs: 90, bareWarmMs: 40, keptAtOnce: true },
    { items: 10_000, cold: answers(200), warm: answers(120), bareColdMs: 90, bareWarmMs: 40, keptAtOnce: true },
    {
      items: 10_000,
      cold: answers(900),
      warm: answers(80, [60, 70]),
      bareColdMs: 90,
      bareWarmMs: 40,
      keptAtOnce: false,
    },
    { items: 50_000, cold: answers(1_000), warm: answers(500), bareColdMs: 90, bareWarmMs: 40, keptAtOnce: true },
  ],
  longTasks: { withSdk: [51, 70, 60], without: [51, 52] },
  pageLoads: 4,
  slowTrack: { track_p99_ms: 0.5, trackMedianMs: 0.1, trackLongestMs: 2, barePostP99Ms: 0.3, sumsP99Ms: 0.4 },
  track: { track_p99_ms: 0.2, trackMedianMs: 0.1, trackLongestMs: 2, barePostP99Ms: 0.3, sumsP99Ms: 0.4 },
  memory: [
    {
      items: 10_000,
      withEncoder: { heapMb: 1, buffersMb: 2 },
      light: { heapMb: 1, buffersMb: 1.5 },
      withoutEncoder: { heapMb: 1, buffersMb: 1 },
      modelOnly: { heapMb: 0.5, buffersMb: 1 },
    },
    {
      items: 50_000,
      withEncoder: { heapMb: 10.1, buffersMb: 7.4 },
      light: { heapMb: 1.1, buffersMb: 7.1 },
      withoutEncoder: { heapMb: 9.1, buffersMb: 7 },
      modelOnly: { heapMb: 4, buffersMb: 7 },
    },
  ],
};

test('the last line has the keys that are compared from day to day, as medians', () => {
  expect(lastLine(measured)).toEqual({
    items: {
      '10000': {
        read_ms: 0.1235,
        ours_ms: 1,
        tfjs_wasm_ms: 2,
        tfjs_cpu_ms: 3,
        js_ms: 4,
        request_p50_ms: 5,
        request_p95_ms: 6,
        cold_ms: 150,
        warm_ms: 50,
        bare_cold_ms: 90,
        bare_warm_ms: 40,
        model_cold_ms: 300,
        model_warm_ms: 100,
      },
      '50000': expect.objectContaining({ model_cold_ms: 1_000, warm_ms: 250 }),
    },
    long_tasks: 3,
    long_tasks_without: 2,
    track_p99_ms: 0.5,
    bare_message_p99_ms: 0.3,
    sums_p99_ms: 0.4,
    worker_mb: 17.5,
    worker_without_tfjs_mb: 8.2,
    worker_without_late_part_mb: 16.1,
    worker_model_only_mb: 11,
  });
});

test('without the size that the memory is told of, the largest that was measured speaks', () => {
  expect(lastLine({ ...measured, memory: measured.memory.slice(0, 1) }).worker_mb).toBe(3);
});
