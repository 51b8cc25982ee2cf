import type { EdgecartOptions } from '../api.ts';
import { blobUrl, workerFrom } from './blob-worker.ts';
import { startWorker } from './start-worker.ts';
import type { Parts } from './worker-connection.ts';

/**
 * The parts of the npm package. The worker comes as text in a chunk of its own, which every bundler handles, whatever it
 * thinks of workers in dependencies; the shop's own factory or `workerUrl` is for pages whose CSP refuses `blob:`.
 */
export function npmParts(options: EdgecartOptions): Parts {
  return {
    async worker() {
      const given = workerFrom(options);
      if (given !== undefined) return given;
      const { source } = await import('../generated/worker-source.ts');
      return startWorker(blobUrl(source));
    },
    async inPage() {
      const { runInPage } = await import('../worker/in-page.ts');
      return runInPage();
    },
    async encoderUrl() {
      if (options.encoderUrl !== undefined) return new URL(options.encoderUrl, document.baseURI).href;
      const { source } = await import('../generated/encoder-source.ts');
      return blobUrl(source);
    },
  };
}
