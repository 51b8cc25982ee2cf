import { type Caller, createCaller } from '../channel.ts';
import type { Notice } from '../contract.ts';
import { nextTask } from './next-task.ts';

/** Where the parts that are not in the page's own bundle come from; script tag and npm differ only in this. */
export interface Parts {
  /** A way to a worker; throws when there is none here. */
  worker(): Worker | Promise<Worker>;
  /** Runs the worker's program on the page thread and answers with its port. */
  inPage(): Promise<MessagePort>;
  /** Absolute URL of the part with TensorFlow.js. */
  encoderUrl(): Promise<string | undefined>;
}

export interface Connection {
  place: 'worker' | 'page';
  call: Caller;
  close(): void;
}

/** A worker that has not answered by then is given up: one refused by CSP may never say so. */
const bootTimeoutMs = 8_000;

/**
 * Starts the worker, or, when it cannot be had, its program on the page thread. A refused worker shows in three ways:
 * `new Worker` throws, an `error` event with an empty message, or silence. Rejects when both ways fail.
 */
export async function connect(
  parts: Parts,
  want: 'worker' | 'page',
  onNotice: (notice: Notice) => void,
  onRefused: (why: string) => void,
): Promise<Connection> {
  if (want === 'worker') {
    // On a slow phone making a worker takes as long as a frame: not within the task that runs the page's script.
    await nextTask();
    try {
      return await connectWorker(await parts.worker(), onNotice);
    } catch (error) {
      // Refused at once, it would be told before those who wait in the script tag's queue could listen.
      await nextTask();
      onRefused(String(error));
    }
  }
  const port = await parts.inPage();
  const call = createCaller(port, onNotice);
  port.start();
  return { place: 'page', call, close: () => port.close() };
}

function connectWorker(worker: Worker, onNotice: (notice: Notice) => void): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const boot = new AbortController();
    const settle = () => {
      clearTimeout(timer);
      boot.abort();
    };
    const give = (why: string) => {
      settle();
      worker.terminate();
      reject(new Error(why));
    };
    const timer = setTimeout(() => give(`it did not answer within ${bootTimeoutMs} ms`), bootTimeoutMs);
    const refused = (event: ErrorEvent) => {
      event.preventDefault();
      give(event.message || "it was refused, probably by the page's policy (worker-src)");
    };
    // Its first message says that it runs.
    const started = () => {
      settle();
      resolve({ place: 'worker', call: createCaller(worker, onNotice), close: () => worker.terminate() });
    };
    worker.addEventListener('error', refused, { signal: boot.signal });
    worker.addEventListener('message', started, { signal: boot.signal });
  });
}
