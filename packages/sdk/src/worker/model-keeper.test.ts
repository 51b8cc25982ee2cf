import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMemoryStore } from './memory-store.ts';
import { keepModel } from './model-keeper.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const version = 'a'.repeat(64);

/** A shop whose model cannot be used; how often its file was asked for, and what was told. */
function watching(answer: () => Response) {
  let downloads = 0;
  let sparing: string | undefined;
  const told: string[] = [];
  const store = createMemoryStore();
  const keeper = keepModel({
    folder: '/models',
    checkMs: 1_000,
    sparing: () => sparing,
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
  /** Requests come in, four a second. */
  const requests = async (count: number) => {
    for (let request = 0; request < count; request++) {
      keeper.look();
      await vi.advanceTimersByTimeAsync(250);
    }
  };
  return {
    keeper,
    told,
    requests,
    downloads: () => downloads,
    spare: (reason: string | undefined) => {
      sparing = reason;
    },
  };
}

test('a model that could not be reached is asked for again, but not with each request', async () => {
  const { requests, told, downloads } = watching(() => new Response('', { status: 503 }));
  await requests(14);
  expect(downloads()).toBe(4);
  expect(told[0]).toMatch(/^model-refused: .* answered 503\. The ladder answers\.$/);
});

test('without requests nothing is looked up, and no timer is left', async () => {
  const { requests, downloads } = watching(() => new Response('', { status: 503 }));
  await requests(1);
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(100_000);
  expect(downloads()).toBe(1);
});

test('a model that is broken is downloaded once', async () => {
  const { keeper, requests, told, downloads } = watching(() => Response.json({ version, items: [] }));
  await vi.waitFor(() => expect(told).toHaveLength(1));
  await requests(14);
  expect(downloads()).toBe(1);
  expect(told).toHaveLength(1);
  expect(keeper.model).toBeUndefined();
});

test('a model that needs more memory than there is is refused once, and the ladder answers', async () => {
  const { requests, told, downloads } = watching(() => Response.json({ version, items: [], bytes: 2 ** 40 }));
  await requests(10);
  expect(downloads()).toBe(1);
  expect(told).toEqual([expect.stringMatching(/^model-refused: .* The ladder answers\.$/)]);
});

test('a download that broke off is tried again', async () => {
  const broken = () =>
    new Response(new ReadableStream({ start: (controller) => controller.error(new TypeError('network error')) }));
  let asked = 0;
  const { requests, told, downloads } = watching(() =>
    asked++ % 2 === 0 ? Response.json({ version, items: [], bytes: 100 }) : broken(),
  );
  await requests(10);
  expect(downloads()).toBe(3);
  expect(told).toContainEqual(expect.stringContaining('network error'));
});

test('nothing is downloaded while data is to be spared, which is told once; then it is', async () => {
  const { requests, spare, told, downloads } = watching(() => new Response('', { status: 503 }));
  spare('Data is saved');
  await requests(8);
  expect(downloads()).toBe(0);
  expect(told).toEqual(['model-spared: Data is saved. The ladder answers.']);
  spare(undefined);
  await requests(1);
  expect(downloads()).toBe(1);
});

test('nothing is looked up after stopping', async () => {
  const { keeper, requests, downloads } = watching(() => new Response('', { status: 503 }));
  keeper.halt();
  await requests(40);
  expect(downloads()).toBe(0);
});
