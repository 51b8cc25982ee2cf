import type { WorkerAnswer } from './answer-task.ts';
import type { BareResult, BareTask } from './bare-worker.ts';

export interface BareAnswer {
  /** From this script's start until the worker's answer, in milliseconds. */
  ms: number;
  from: BareResult['from'];
}

declare global {
  interface Window {
    bareTask: BareTask;
    bareAnswer: Promise<BareAnswer>;
  }
}

const startMs = performance.now();
window.bareAnswer = new Promise((resolve, reject) => {
  const worker = new Worker('/bare-worker.js');
  worker.onerror = ({ message }) => reject(new Error(message));
  worker.onmessage = ({ data }: MessageEvent<WorkerAnswer<BareResult>>) => {
    if ('error' in data) reject(new Error(data.error));
    else resolve({ ms: performance.now() - startMs, from: data.result.from });
  };
  worker.postMessage(window.bareTask);
});
