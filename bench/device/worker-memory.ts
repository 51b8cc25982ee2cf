import type { BrowserContext, CDPSession, Page } from 'playwright';
import type { Parts } from './browser/shop-page.ts';
import type { ServedShop } from './serve-shop.ts';

export interface WorkerMemory {
  items: number;
  withEncoder: Held;
  /** With the encoder that goes without TensorFlow.js. */
  light: Held;
  /** Where the late part could not be had: items as objects, the item graph in the encoder's place. */
  withoutEncoder: Held;
  /** Where, besides, the shop has named no catalogue. */
  modelOnly: Held;
}

/** Objects on the worker's JavaScript heap, and the bytes of its array buffers and WebAssembly memories, in MB (10^6). */
export interface Held {
  heapMb: number;
  buffersMb: number;
}

const answerWithinMs = 60_000;
const looksEveryMs = 3_000;

/** What the SDK's worker holds once the model is in use, after a garbage collection, with its encoder and without. */
export async function measureWorkerMemory(browser: BrowserContext, shop: ServedShop): Promise<WorkerMemory> {
  return {
    items: shop.items,
    withEncoder: await held(browser, shop.page, { encoder: true, catalogue: true }),
    light: await held(browser, shop.pageWithLightEncoder, { encoder: true, catalogue: true }),
    withoutEncoder: await held(browser, shop.pageWithoutEncoder, { encoder: false, catalogue: true }),
    modelOnly: await held(browser, shop.pageWithModelOnly, { encoder: false, catalogue: false }),
  };
}

async function held(browser: BrowserContext, url: string, wanted: Parts): Promise<Held> {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    // Not only the model: the catalogue is there, and what waits for a quiet moment is done.
    await page.evaluate((parts) => window.settled(parts), wanted);
    const ask = await workerSession(browser, page);
    // On a busy machine what was put off takes longer: until nothing more is freed.
    let now = await usage(ask);
    for (let before = Number.POSITIVE_INFINITY; total(now) < 0.99 * before; ) {
      before = total(now);
      await new Promise((resolve) => setTimeout(resolve, looksEveryMs));
      now = await usage(ask);
    }
    return now;
  } finally {
    await page.close();
  }
}

const total = ({ heapMb, buffersMb }: Held): number => heapMb + buffersMb;

async function usage(ask: Ask): Promise<Held> {
  await ask('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = await ask('Runtime.getHeapUsage');
  if (typeof usedSize !== 'number' || typeof backingStorageSize !== 'number')
    throw new Error('this Chromium does not tell how much memory array buffers take (Runtime.getHeapUsage)');
  return { heapMb: usedSize / 1e6, buffersMb: (backingStorageSize + (await wasmBytes(ask))) / 1e6 };
}

/** DevTools leaves WebAssembly's memories out of what array buffers take. */
async function wasmBytes(ask: Ask): Promise<number> {
  const remote = (value: unknown) => value as { objectId?: string; value?: unknown };
  const prototype = await ask('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
  const found = await ask('Runtime.queryObjects', { prototypeObjectId: remote(prototype.result).objectId });
  const counted = await ask('Runtime.callFunctionOn', {
    objectId: remote(found.objects).objectId,
    functionDeclaration: 'function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0) }',
    returnByValue: true,
  });
  const result = remote(counted.result);
  if (typeof result.value !== 'number') throw new Error('this Chromium does not tell its WebAssembly memories');
  return result.value;
}

type Ask = (method: string, params?: object) => Promise<Record<string, unknown>>;

/** Talks to the page's worker by the DevTools protocol, which Playwright itself offers for pages only. */
async function workerSession(browser: BrowserContext, page: Page): Promise<Ask> {
  const devTools = await browser.newCDPSession(page);
  const attached = once(devTools, 'Target.attachedToTarget', ({ targetInfo }) => targetInfo.type === 'worker');
  await devTools.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const { sessionId } = await attached;
  let asked = 0;
  return async (method, params = {}) => {
    const id = ++asked;
    const answered = once(devTools, 'Target.receivedMessageFromTarget', ({ message }) => JSON.parse(message).id === id);
    await devTools.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) });
    const { result, error } = JSON.parse((await answered).message);
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  };
}

interface TargetEvents {
  'Target.attachedToTarget': { sessionId: string; targetInfo: { type: string } };
  'Target.receivedMessageFromTarget': { message: string };
}

/** The first event of a name that is the wanted one. Rejects when none comes. */
function once<Name extends keyof TargetEvents>(
  devTools: CDPSession,
  name: Name,
  wanted: (event: TargetEvents[Name]) => boolean,
): Promise<TargetEvents[Name]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${name} within ${answerWithinMs} ms`)), answerWithinMs);
    devTools.on(name, (event) => {
      const told = event as TargetEvents[Name];
      if (!wanted(told)) return;
      clearTimeout(timer);
      resolve(told);
    });
  });
}
