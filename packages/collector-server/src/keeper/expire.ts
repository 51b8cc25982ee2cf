import { stat, unlink } from 'node:fs/promises';
import { systemCode } from '../errors.ts';
import type { LogBudget } from '../log/log-budget.ts';
import { listSegments } from '../log/segment-files.ts';

export interface ExpireRule {
  /** How long a segment that Kafka has is kept, from the time it was sealed: it is also the memory of ids at a start. */
  keepDrainedMs: number;
  /** `undefined` for a shop that is not configured any more. */
  budget: LogBudget | undefined;
}

/** Deletes drained segments of a folder whose time is over. Segments that Kafka does not have are never deleted. */
export async function expireDrained(
  folder: string,
  { keepDrainedMs, budget }: ExpireRule,
  nowMs: number,
): Promise<void> {
  for (const { path, state } of await listSegments(folder)) {
    if (state !== 'drained') continue;
    const file = await stat(path).catch((error: unknown) => {
      if (systemCode(error) !== 'ENOENT') throw error;
    });
    if (!file) continue;
    if (!budget?.isCrowded && nowMs - file.mtimeMs < keepDrainedMs) continue;
    await unlink(path);
    budget?.add(-file.size);
  }
}
