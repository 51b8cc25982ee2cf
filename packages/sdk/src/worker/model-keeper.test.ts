import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMemoryStore } from './memory-store.ts';
import { keepModel } from './model-keeper.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const version = 'a'.repeat(64);

/** A shop whose model cannot be used; how often its file was asked for, and what was told. */
function watching(answer: () => Response) {
  let downloads = 0;
  const told: string[] = [];
  const store = createMemoryStore();
  const keeper = keepModel({
    folder: '/models',
    checkMs: 1_000,
    calm: Promise.resolve(),
    store: () => store,
    diagnose: (code, message) => told.push(`${code}: ${message}`),
    onSwap: () => {},
    fetcher: (async (url: string) => {
      if (url.endsWith('latest.json')) return Response.json({ version });
      if (url.endsWith('.safetensors')) downloads++;
      return answer();
    }) as typeof fetch,
  });
  return { keeper, told, downloads: () => downloads };
}

test('a model that could not be reached is asked for again', async () => {
  const { keeper, told, downloads } = watching(() => new Response('', { status: 503 }));
  await vi.advanceTimersByTimeAsync(3_500);
  expect(downloads()).toBe(4);
  expect(told[0]).toMatch(/^model-refused: .* answered 503\. The ladder answers\.$/);
  keeper.stop();
});

test('a model that is broken is downloaded once', async () => {
  const { keeper, told, downloads } = watching(() => Response.json({ version, items: [] }));
  await vi.waitFor(() => expect(told).toHaveLength(1));
  await vi.advanceTimersByTimeAsync(3_500);
  expect(downloads()).toBe(1);
  expect(told).toHaveLength(1);
  expect(keeper.model).toBeUndefined();
  keeper.stop();
});

test('nothing is looked up after stopping', async () => {
  const { keeper, downloads } = watching(() => new Response('', { status: 503 }));
  keeper.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(downloads()).toBe(1);
});
