import type { EdgecartOptions } from '../api.ts';
import { blobUrl, workerFrom } from './blob-worker.ts';
import { nextTask } from './next-task.ts';
import { startWorker } from './start-worker.ts';
import type { Parts } from './worker-connection.ts';

interface InPageGlobal {
  edgecartRunInPage(): MessagePort;
}

/** The parts that lie beside the script tag's file; `beside` gives the URL of a file there. */
export function scriptParts(options: EdgecartOptions, beside: (file: string) => string): Parts {
  const workerFile = beside('edgecart-worker.js');
  return {
    async worker() {
      const given = workerFrom(options);
      if (given !== undefined) return given;
      // Not `location.origin`: a sandboxed frame has the address of the shop, and no origin.
      if (new URL(workerFile).origin === origin) return startWorker(workerFile);
      // A worker must be of the page's origin, but a blob of ours may import any script, even without CORS; with CORS
      // also where Trusted Types refuse `importScripts`.
      const address = JSON.stringify(workerFile);
      const url = blobUrl(`try{importScripts(${address})}catch{import(${address})}`);
      await nextTask();
      return startWorker(url);
    },
    async inPage() {
      // Trusted Types refuse the address of a script element, and without CORS there is no import.
      await import(/* @vite-ignore */ workerFile).catch(
        (error) =>
          new Promise((resolve, reject) => {
            const script = document.createElement('script');
            script.onload = resolve;
            script.onerror = () => reject(error);
            script.src = workerFile;
            document.head.append(script);
          }),
      );
      return (globalThis as unknown as InPageGlobal).edgecartRunInPage();
    },
    encoderUrl: async () => beside(options.encoderUrl ?? 'edgecart-encoder.js'),
  };
}
