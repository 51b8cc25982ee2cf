import { setTimeout as pause } from 'node:timers/promises';

/** Resolves with the first answer that is not undefined. Rejects at the end of patience, saying what was waited for. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  timeoutMs = 600_000,
): Promise<T> {
  let last: unknown;
  for (const endMs = Date.now() + timeoutMs; Date.now() < endMs; await pause(200)) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`${what} did not come within ${timeoutMs / 1_000} s.`, { cause: last });
}
