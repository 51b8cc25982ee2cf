import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../../load/until.ts';

/** The magic that each segment begins with. */
const emptySegmentBytes = 8;

/** Whether Kafka has all that lies below a data folder: every segment is drained but those that hold nothing. */
async function isDrained(data: string): Promise<boolean> {
  for (const { name, parentPath } of await readdir(data, { recursive: true, withFileTypes: true })) {
    if (/^\d{20}\.log$/.test(name)) return false;
    if (!/^\d{20}\.open$/.test(name)) continue;
    // Gone by now: it is being sealed.
    const file = await stat(join(parentPath, name)).catch(() => undefined);
    if (file === undefined || file.size > emptySegmentBytes) return false;
  }
  return true;
}

/** Waits until the drain has caught up. */
export function untilDrained(data: string, limitMs = 180_000): Promise<void> {
  return until('everything is drained to Kafka', () => isDrained(data), { limitMs, everyMs: 100 });
}
