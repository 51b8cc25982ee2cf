import type { Interaction } from '@edgecart/protocol';
import type { Edgecart, Recommendations } from '@edgecart/sdk';

/** What the bench reads from the page, all in milliseconds after the SDK's page script had arrived. */
export interface FirstAnswers {
  /** The first answer with an item in it, from whatever source. */
  firstMs: number;
  /** The first answer from the model with its encoder. */
  modelMs: number;
  firstSource: string;
  /** Durations of the tasks of 50 ms and more on the page's thread between the script's arrival and the model's answer. */
  longTasks: number[];
}

/** What a page of the bench can have beside the model. */
export interface Parts {
  encoder: boolean;
  catalogue: boolean;
}

declare global {
  interface Window {
    session: Interaction[];
    firstAnswers: Promise<FirstAnswers>;
    /** All long tasks since the SDK's script arrived, looked at after so many milliseconds more. */
    longTasksAfter(ms: number): Promise<number[]>;
    /** Resolves when the model is in use, with the parts that can be had, and everything that was put off is done. */
    settled(parts: Parts): Promise<void>;
    edgecart: ((call: string, ...args: unknown[]) => unknown) & { q?: unknown[][]; client?: Edgecart };
  }
}

/** The stub of the integration guide: calls wait in a queue until the script is there. */
const stub: Window['edgecart'] = (...call) => {
  stub.q = [...(stub.q ?? []), call];
};
window.edgecart = stub;

const longTasks: PerformanceEntry[] = [];
const observer = new PerformanceObserver((list) => longTasks.push(...list.getEntries()));
observer.observe({ type: 'longtask', buffered: true });

/** When the SDK's script had arrived. */
const arrivedMs = (): number | undefined =>
  performance
    .getEntriesByType('resource')
    .flatMap((entry) =>
      entry instanceof PerformanceResourceTiming && entry.name.endsWith('/edgecart.js') ? [entry.responseEnd] : [],
    )[0];

/** Long tasks are reported a while after their end. */
const reportDelayMs = 300;
const giveUpMs = 20_000;
/** Copies are written a while after the answers, and items are put into their table between requests. */
const putOffMs = 3_000;

window.firstAnswers = new Promise((resolve, reject) => {
  const said: string[] = [];
  let first: { ms: number; source: string } | undefined;
  const giveUp = setTimeout(
    () => reject(new Error(`the model did not answer within ${giveUpMs} ms; diagnostics: ${said.join('; ')}`)),
    giveUpMs,
  );
  const listener = ({ items }: Recommendations) => {
    const nowMs = performance.now();
    const startMs = arrivedMs();
    const source = items[0]?.source;
    if (source === undefined || startMs === undefined) return;
    first ??= { ms: nowMs - startMs, source };
    if (!items.some((item) => item.source === 'model')) return;
    clearTimeout(giveUp);
    const { ms: firstMs, source: firstSource } = first;
    const modelMs = nowMs - startMs;
    setTimeout(() => {
      const during = longTasks.filter((task) => task.startTime >= startMs && task.startTime <= nowMs);
      resolve({ firstMs, firstSource, modelMs, longTasks: during.map((task) => task.duration) });
    }, reportDelayMs);
  };
  window.edgecart('onDiagnostic', ({ code, message }: { code: string; message: string }) => {
    said.push(`${code}: ${message}`);
  });
  // A shopper who comes back has a session on the device already, and looks at one thing more.
  const returns = localStorage.getItem('edgecart.consent') !== null;
  window.edgecart('consent', { store: true, remember: true });
  for (const { item_id, type } of returns ? window.session.slice(-1) : window.session)
    window.edgecart('track', { name: type, items: [{ item_id }] });
  window.edgecart('onRecommendations', { surface: 'home', limit: 10 }, listener);
});
// The bench asks for it later; until then its failure has nobody who listens.
window.firstAnswers.catch(() => {});

window.longTasksAfter = async (ms) => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  const startMs = arrivedMs() ?? 0;
  return longTasks.filter((task) => task.startTime >= startMs).map((task) => task.duration);
};

window.settled = async ({ encoder, catalogue }) => {
  for (let ready = false; !ready; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const insights = await window.edgecart.client?.insights();
    ready = insights?.model?.encoder === encoder && (insights.affinity.length > 0 || !catalogue);
  }
  await new Promise((resolve) => setTimeout(resolve, putOffMs));
};
