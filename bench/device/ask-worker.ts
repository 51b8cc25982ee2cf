import type { BrowserContext } from 'playwright';
import type { WorkerAnswer } from './browser/answer-task.ts';

/** Gives a task to a worker of the bench, started on a page of its own, and answers with what it found. */
export async function askWorker<Result>(
  browser: BrowserContext,
  pageUrl: string,
  workerUrl: string,
  task: object,
): Promise<Result> {
  const page = await browser.newPage();
  try {
    await page.goto(pageUrl);
    const answer = await page.evaluate(
      ([url, sent]) =>
        new Promise<WorkerAnswer<unknown>>((resolve) => {
          const worker = new Worker(url);
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => resolve({ error: message });
          worker.postMessage(sent);
        }),
      [workerUrl, task] as const,
    );
    if ('error' in answer) throw new Error(`${new URL(workerUrl).pathname}: ${answer.error}`);
    return answer.result as Result;
  } finally {
    await page.close();
  }
}
