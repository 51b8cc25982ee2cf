import type { EdgecartOptions } from '../api.ts';
import { startWorker } from './start-worker.ts';

/** The worker that the shop brings, if it brings one. */
export function workerFrom({ worker, workerUrl }: EdgecartOptions): Worker | undefined {
  if (typeof worker === 'function') return worker();
  return workerUrl === undefined ? undefined : startWorker(workerUrl);
}

/** A URL for a script's text. It is not revoked: a worker may ask for it long after. */
export const blobUrl = (script: string): string => URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
