import { setTimeout as pause } from 'node:timers/promises';
import type { JavaProcess } from './java-process.ts';

export interface Patience {
  /** Default 600,000. */
  timeoutMs?: number;
  /** Whose work it is: that one of them ended is told at once, and what each said last at the end of patience. */
  workers?: readonly JavaProcess[];
}

/**
 * Resolves with the first answer that is not undefined; an `ask` that rejects is asked again. Rejects at the end of
 * patience, saying what was waited for.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  { timeoutMs = 600_000, workers = [] }: Patience = {},
): Promise<T> {
  let last: unknown;
  for (const endMs = Date.now() + timeoutMs; Date.now() < endMs; await pause(200)) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    for (const worker of workers) worker.check();
  }
  const words = workers.map((worker) => `\n${worker.lastWords()}`).join('');
  throw new Error(`${what} did not come within ${timeoutMs / 1_000} s.${words}`, { cause: last });
}
