import type { EdgecartOptions } from '../api.ts';
import { blobUrl, workerFrom } from './blob-worker.ts';
import { nextTask } from './next-task.ts';
import type { Parts } from './worker-connection.ts';

interface InPageGlobal {
  edgecartRunInPage?: () => MessagePort;
}

/** The parts that lie beside the script tag's file, `base` being its folder. */
export function scriptParts(options: EdgecartOptions, base: string): Parts {
  const workerFile = new URL('edgecart-worker.js', base).href;
  return {
    async worker() {
      const given = workerFrom(options);
      if (given !== undefined) return given;
      if (new URL(workerFile).origin === location.origin) return new Worker(workerFile);
      // A worker must be of the page's origin, but a blob of ours may import any script, even without CORS.
      const url = blobUrl(`importScripts(${JSON.stringify(workerFile)})`);
      await nextTask();
      return new Worker(url);
    },
    inPage: () =>
      new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.src = workerFile;
        script.onload = () => {
          const run = (globalThis as InPageGlobal).edgecartRunInPage;
          if (run) resolve(run());
          else reject(new Error(`${workerFile} is not Edgecart's worker`));
        };
        script.onerror = () => reject(new Error(`${workerFile} could not be loaded`));
        document.head.append(script);
      }),
    encoderUrl: async () => new URL(options.encoderUrl ?? 'edgecart-encoder.js', base).href,
  };
}
