import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made = new Set<string>();
process.once('exit', () => {
  for (const folder of made) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Something is still mounted in it, or writes to it. That it stays must not keep others from being undone.
    }
  }
});

export interface TemporaryFolder {
  path: string;
  remove: () => Promise<void>;
}

/** A folder that is gone when it is removed, or when this process ends. */
export async function temporaryFolder(name: string): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), `edgecart-${name}-`));
  made.add(path);
  const remove = async () => {
    await rm(path, { recursive: true, force: true });
    made.delete(path);
  };
  return { path, remove };
}
