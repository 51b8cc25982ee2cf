import type { Interaction } from '@edgecart/protocol';
import type { Recommendations } from '@edgecart/sdk';

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

declare global {
  interface Window {
    session: Interaction[];
    firstAnswers: Promise<FirstAnswers>;
    edgecart: ((call: string, ...args: unknown[]) => unknown) & { q?: unknown[][] };
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

/** Long tasks are reported a while after their end. */
const reportDelayMs = 300;
const giveUpMs = 20_000;

window.firstAnswers = new Promise((resolve, reject) => {
  const said: string[] = [];
  let first: { ms: number; source: string } | undefined;
  const arrivedMs = () =>
    performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/edgecart.js')) as
      | PerformanceResourceTiming
      | undefined;
  const giveUp = setTimeout(
    () => reject(new Error(`the model did not answer within ${giveUpMs} ms; diagnostics: ${said.join('; ')}`)),
    giveUpMs,
  );
  const listener = ({ items }: Recommendations) => {
    const nowMs = performance.now();
    const startMs = arrivedMs()?.responseEnd;
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
