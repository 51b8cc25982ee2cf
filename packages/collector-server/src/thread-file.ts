import type { ResourceLimits, Worker, WorkerOptions } from 'node:worker_threads';

/** What `new Worker` needs to run a file of this package, in its sources or built. `file` has no ending. */
export function threadFile(file: string, workerData: unknown, limits: ResourceLimits = {}): [URL, WorkerOptions] {
  const isSource = import.meta.url.endsWith('.ts');
  const url = new URL(`./${file}.${isSource ? 'ts' : 'js'}`, import.meta.url);
  const execArgv = isSource ? ['--conditions=@edgecart/source', '--disable-warning=ExperimentalWarning'] : [];
  return [url, { workerData, execArgv, resourceLimits: limits }];
}

/** Resolves when the thread has ended, however it did. */
export function ended(thread: Worker): Promise<void> {
  return new Promise((resolve) => {
    thread.once('exit', () => resolve());
  });
}
