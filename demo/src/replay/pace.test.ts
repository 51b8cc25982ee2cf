import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPace } from './pace.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const watch = (promise: Promise<void>) => {
  const done = vi.fn();
  void promise.then(done);
  return done;
};

test('a paused replay waits for a step', async () => {
  const pace = createPace(100);
  const done = watch(pace.next());
  await vi.advanceTimersByTimeAsync(10_000);
  expect(done).not.toHaveBeenCalled();
  pace.step();
  await vi.advanceTimersByTimeAsync(0);
  expect(done).toHaveBeenCalledOnce();
});

test('a playing replay goes on by itself, and faster when told so', async () => {
  const pace = createPace(1_000);
  pace.play();
  const done = watch(pace.next());
  await vi.advanceTimersByTimeAsync(500);
  pace.setDelay(100);
  await vi.advanceTimersByTimeAsync(100);
  expect(done).toHaveBeenCalledOnce();
});

test('pausing keeps the step that was due', async () => {
  const pace = createPace(100);
  pace.play();
  const done = watch(pace.next());
  pace.pause();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(done).not.toHaveBeenCalled();
  pace.play();
  await vi.advanceTimersByTimeAsync(100);
  expect(done).toHaveBeenCalledOnce();
});
