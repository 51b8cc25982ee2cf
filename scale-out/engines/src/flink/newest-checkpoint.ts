import { globSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of the newest whole checkpoint of any job of that cluster, or undefined. Of whole ones the newest must be
 * taken: what it had written to Kafka was committed when it was whole, and from an older one would be written again.
 */
export function newestCheckpoint(clusterFolder: string): string | undefined {
  const folder = join(clusterFolder, 'checkpoints');
  const found = globSync('*/chk-*/_metadata', { cwd: folder }).map((file) => join(folder, file));
  const [newest] = found.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  return newest === undefined ? undefined : dirname(newest);
}
