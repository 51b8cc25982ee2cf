import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { LatestModel, ModelManifest } from '@edgecart/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createMemoryStore } from './memory-store.ts';
import { keepModel } from './model-keeper.ts';
import type { Store } from './store.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const checkMs = 1_000;
const version = (letter: string) => letter.repeat(64);

interface Files {
  manifest: string;
  file: Uint8Array<ArrayBuffer>;
}

/** A shop that publishes what `latest` says; what has no files answers 503. */
function shop(latest: LatestModel, files: Record<string, Files> = {}) {
  const asked: { url: string; options: RequestInit | undefined }[] = [];
  const fetcher = (async (url: string, options?: RequestInit) => {
    asked.push({ url, options });
    if (url === '/models/latest.json') return Response.json(latest);
    const [, , name = '', part] = url.split('/');
    const found = files[name];
    if (found === undefined) return new Response('', { status: 503 });
    return new Response(part === 'manifest.json' ? found.manifest : found.file);
  }) as typeof fetch;
  const asks = () => asked.filter(({ url }) => url.endsWith('manifest.json')).map(({ url }) => url.split('/')[2]);
  return { latest, asked, asks, fetcher };
}

/** A page on a device whose next random number is `random`. */
async function page(at: ReturnType<typeof shop>, random: number, store: Store = createMemoryStore()) {
  vi.spyOn(Math, 'random').mockReturnValue(random);
  const told: string[] = [];
  const keeper = keepModel({
    folder: '/models',
    checkMs,
    sparing: () => undefined,
    calm: Promise.resolve(),
    store: () => store,
    diagnose: (code, message) => told.push(`${code}: ${message}`),
    onSwap: () => {},
    fetcher: at.fetcher,
  });
  await keeper.firstLook;
  const look = async () => {
    await vi.advanceTimersByTimeAsync(checkMs);
    keeper.look();
    // A kept model is there at once, and the look goes on behind it.
    await vi.waitFor(() => expect(at.asked.at(-1)?.url).toBeDefined());
    await settled(at);
  };
  return { keeper, told, look };
}

async function settled({ asked }: ReturnType<typeof shop>): Promise<void> {
  for (let seen = -1; seen !== asked.length; ) {
    seen = asked.length;
    await vi.advanceTimersByTimeAsync(20);
  }
}

/** Which of a thousand devices, whose draws lie evenly, ask for the canary. */
async function takers(canary: string, share: number): Promise<Set<number>> {
  const found = new Set<number>();
  for (let device = 0; device < 1_000; device++) {
    const at = shop({ version: version('a'), canary: { version: canary, share } });
    await page(at, (device + 0.5) / 1_000);
    if (at.asks().includes(canary)) found.add(device);
  }
  return found;
}

describe('the draw', () => {
  test('gives a canary the share of devices that it is published for', async () => {
    expect((await takers(version('b'), 0.3)).size).toBeCloseTo(300, -2);
    expect((await takers(version('b'), 1)).size).toBe(1_000);
  });

  test('does not pick the same devices for each canary', async () => {
    const [one, other] = [await takers(version('b'), 0.3), await takers(version('5'), 0.3)];
    const both = [...one].filter((device) => other.has(device)).length;
    expect(both).toBeGreaterThan(30);
    expect(both).toBeLessThan(200);
  });

  test('is in no request', async () => {
    const at = shop({ version: version('a'), canary: { version: version('b'), share: 0.5 } });
    await page(at, 0.123456789);
    expect(at.asked.length).toBeGreaterThan(1);
    for (const { url, options } of at.asked) {
      expect(url).toMatch(/^\/models\/(latest\.json|(a{64}|b{64})\/(manifest\.json|model\.safetensors))$/);
      expect(Object.keys(options ?? {}).toSorted()).toEqual(
        url.endsWith('latest.json') ? ['cache', 'credentials'] : ['credentials'],
      );
    }
  });

  test('is not asked for a canary that has no share', async () => {
    const at = shop({ version: version('a'), canary: { version: version('b') } } as unknown as LatestModel);
    await page(at, 0);
    expect(at.asks()).toEqual([version('a')]);
  });
});

describe('a canary on a device', async () => {
  const folder = new URL('../../../../demo/model/', import.meta.url);
  const { version: current } = JSON.parse(await readFile(new URL('latest.json', folder), 'utf8')) as LatestModel;
  const manifest = JSON.parse(await readFile(new URL(`${current}/manifest.json`, folder), 'utf8')) as ModelManifest;
  const file = new Uint8Array(await readFile(new URL(`${current}/model.safetensors`, folder)));
  // Another model: the last weight is another one.
  const changed = file.slice();
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  const canary = createHash('sha256').update(changed).digest('hex');
  const files = {
    [current]: { manifest: JSON.stringify(manifest), file },
    [canary]: { manifest: JSON.stringify({ ...manifest, version: canary }), file: changed },
  };
  /** A random number that lies within or without a share of one half for this canary. */
  const draw = (within: boolean) => {
    const turn = Number.parseInt(canary.slice(0, 8), 16);
    const numbers = Array.from({ length: 50 }, (_, at) => (at * Math.SQRT2) % 1);
    const found = numbers.find((one) => (one * turn) % 1 < 0.5 === within);
    if (found === undefined) throw new Error('no number of these will do');
    return found;
  };
  const half = (): LatestModel => ({ version: current, canary: { version: canary, share: 0.5 } });

  test.each([true, false])('is kept, or not, on each of its pages as the first one drew (%s)', async (within) => {
    const expected = within ? canary : current;
    const store = createMemoryStore();
    const first = await page(shop(half(), files), draw(within), store);
    expect(first.told).toEqual([]);
    expect(first.keeper.model?.version).toBe(expected);
    await vi.waitFor(async () => expect(await store.readCopy('model')).toBeDefined());

    const at = shop(half(), files);
    const next = await page(at, draw(!within), store);
    await settled(at);
    expect(next.keeper.model?.version).toBe(expected);
    expect(at.asks()).toEqual([]);
  });

  test('is left when it is taken back, and stays when it is promoted', async () => {
    const store = createMemoryStore();
    const at = shop(half(), files);
    const { keeper, look } = await page(at, draw(true), store);
    expect(keeper.model?.version).toBe(canary);
    delete at.latest.canary;
    await look();
    await vi.waitFor(() => expect(keeper.model?.version).toBe(current));
    at.latest.version = canary;
    await look();
    await vi.waitFor(() => expect(keeper.model?.version).toBe(canary));
  });

  test('that is broken is downloaded once, and the model for everybody is taken', async () => {
    const broken = { ...files, [canary]: { manifest: files[canary]?.manifest ?? '', file: changed.slice(1) } };
    const at = shop(half(), broken);
    const { keeper, told, look } = await page(at, draw(true));
    expect(told).toEqual([expect.stringMatching(/^model-refused: .* The ladder answers\.$/)]);
    await look();
    await vi.waitFor(() => expect(keeper.model?.version).toBe(current));
    await look();
    await look();
    expect(at.asks()).toEqual([canary, current]);
    expect(told).toHaveLength(1);
  });
});
