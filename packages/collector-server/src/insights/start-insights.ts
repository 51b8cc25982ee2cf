import { Worker } from 'node:worker_threads';
import { ended, threadFile } from '../thread-file.ts';
import type { ToldByThread } from './insights-feed.ts';
import type { InsightsMessage, InsightsSettings } from './insights-settings.ts';

export interface InsightsParts {
  settings: InsightsSettings;
  onInsights: (shop: string, told: ToldByThread) => void;
  onNotice: (message: string) => void;
}

/** State of a large shop must fit; garbage must not lie about for as long as the machine has room. */
const heapLimits = { maxOldGenerationSizeMb: 2_048, maxYoungGenerationSizeMb: 64 };
const restartMs = 1_000;
const stopPatienceMs = 10_000;

/** Starts the insights in a thread of their own, and again should it die: they go on from what is written down. */
export function startInsights({ settings, onInsights, onNotice }: InsightsParts): { stop: () => Promise<void> } {
  let stopping = false;
  let thread = start();
  let exited = ended(thread);

  function start(): Worker {
    const worker = new Worker(...threadFile('insights/insights-thread', settings, heapLimits));
    worker.on('message', (message: InsightsMessage) => {
      if (message.kind === 'insights') onInsights(message.shop, message.told);
      else onNotice(message.text);
    });
    let reason = 'it ended by itself';
    worker.on('error', (error) => {
      reason = error.message;
    });
    worker.on('exit', () => {
      if (stopping) return;
      onNotice(`the thread of the insights died (${reason}) and is started again`);
      setTimeout(restart, restartMs).unref();
    });
    return worker;
  }

  function restart(): void {
    if (stopping) return;
    thread = start();
    exited = ended(thread);
  }

  return {
    async stop() {
      stopping = true;
      thread.postMessage('stop');
      const timer = setTimeout(() => void thread.terminate(), stopPatienceMs);
      await exited;
      clearTimeout(timer);
    },
  };
}
