import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('../../.edgecart', import.meta.url));

/** Where programs stay that are built once. */
export const programsFolder: string = join(home, 'bench');

/**
 * A folder for logs and Kafka's data, gone when the process ends. Beside the project and not in the system's temporary
 * folder, which may lie in memory, where making something durable costs nothing.
 */
export function makeWorkplace(): string {
  mkdirSync(home, { recursive: true });
  const folder = mkdtempSync(join(home, 'bench-collector-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
