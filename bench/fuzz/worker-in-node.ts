import { readFile } from 'node:fs/promises';
import { createContext, runInContext } from 'node:vm';

type Message = { data: unknown };
interface Answer {
  answer?: number;
  value?: unknown;
  error?: string;
}

export interface WorkerInNode {
  /** Calls the worker as a page does; rejects with what it answers. */
  call(name: string, argument?: unknown): Promise<unknown>;
}

/**
 * Runs the built worker, byte for byte what a browser gets, in a context of its own with what Node.js shares with workers.
 * Messages cross by structured clone, as they do there. There is no IndexedDB: it works from memory.
 *
 * @param fetcher stands for the network
 */
export async function startWorkerInNode(file: string, fetcher: typeof fetch): Promise<WorkerInNode> {
  const listeners: ((message: Message) => void)[] = [];
  const waiting = new Map<number, (answer: Answer) => void>();
  const scope = createContext({
    ...{ setTimeout, clearTimeout, performance, crypto, structuredClone, TextDecoder, TextEncoder, Blob, Response },
    ...{ WebAssembly, navigator: {}, fetch: fetcher },
    addEventListener: (_: 'message', listener: (message: Message) => void) => listeners.push(listener),
    postMessage(message: Answer) {
      const answer = structuredClone(message);
      if (answer.answer !== undefined) waiting.get(answer.answer)?.(answer);
    },
  });
  runInContext(await readFile(file, 'utf8'), scope, { filename: 'edgecart-worker.js' });
  let calls = 0;
  return {
    call: (name, argument) =>
      new Promise((resolve, reject) => {
        const call = ++calls;
        waiting.set(call, ({ value, error }) => {
          waiting.delete(call);
          if (error === undefined) resolve(value);
          else reject(new Error(`${name}: ${error}`));
        });
        const data = structuredClone({ call, name, argument });
        for (const listener of listeners) listener({ data });
      }),
  };
}
