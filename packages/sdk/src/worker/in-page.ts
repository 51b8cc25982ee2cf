import { serve } from '../channel.ts';
import { createProgram } from './program.ts';

/** Runs the worker's program on the page thread; for pages where no worker can be had. */
export function runInPage(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  serve(
    createProgram((notice) => port1.postMessage(notice)),
    port1,
  );
  port1.start();
  return port2;
}
