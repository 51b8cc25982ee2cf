import { expose } from 'comlink';
import { createProgram } from './program.ts';

/** Runs the worker's program on the page thread; for pages where no worker can be had. */
export function runInPage(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  expose(
    createProgram((notice) => port1.postMessage(notice)),
    port1,
  );
  return port2;
}
