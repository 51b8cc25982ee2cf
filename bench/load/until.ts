import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until the condition holds; throws an error that says what was waited for when it takes too long. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  { limitMs = 30_000, everyMs = 5 }: { limitMs?: number; everyMs?: number } = {},
): Promise<void> {
  const deadlineMs = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > deadlineMs) throw new Error(`waited ${limitMs / 1_000} s in vain until ${what}`);
    await sleep(everyMs);
  }
}
