import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The segments that a killed collector was writing to: in each folder the highest that is still open. */
export async function newestSegments(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const newest = new Map<string, string>();
  for (const { name, parentPath } of files) {
    if (/^\d{20}\.open$/.test(name) && name > (newest.get(parentPath) ?? '')) newest.set(parentPath, name);
  }
  return [...newest].map(([parent, name]) => join(parent, name));
}
