import type { BrowserContext, CDPSession, Page } from 'playwright';
import type { ServedShop } from './serve-shop.ts';

export interface WorkerMemory {
  items: number;
  /** Objects on the worker's JavaScript heap, and the bytes of its array buffers, in MB (10^6). */
  heapMb: number;
  buffersMb: number;
}

const answerWithinMs = 10_000;

/** What the SDK's worker holds once the model has answered, after a garbage collection. */
export async function measureWorkerMemory(browser: BrowserContext, shop: ServedShop): Promise<WorkerMemory> {
  const page = await browser.newPage();
  try {
    await page.goto(shop.page);
    await page.evaluate(() => window.firstAnswers);
    const ask = await workerSession(browser, page);
    await ask('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize } = await ask('Runtime.getHeapUsage');
    if (typeof usedSize !== 'number' || typeof backingStorageSize !== 'number')
      throw new Error('this Chromium does not tell how much memory array buffers take (Runtime.getHeapUsage)');
    return { items: shop.items, heapMb: usedSize / 1e6, buffersMb: backingStorageSize / 1e6 };
  } finally {
    await page.close();
  }
}

type Ask = (method: string) => Promise<Record<string, unknown>>;

/** Talks to the page's worker by the DevTools protocol, which Playwright itself offers for pages only. */
async function workerSession(browser: BrowserContext, page: Page): Promise<Ask> {
  const devTools = await browser.newCDPSession(page);
  const attached = once(devTools, 'Target.attachedToTarget', ({ targetInfo }) => targetInfo.type === 'worker');
  await devTools.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const { sessionId } = await attached;
  let asked = 0;
  return async (method) => {
    const id = ++asked;
    const answered = once(devTools, 'Target.receivedMessageFromTarget', ({ message }) => JSON.parse(message).id === id);
    await devTools.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
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
