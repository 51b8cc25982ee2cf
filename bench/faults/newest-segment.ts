import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** The segments that a killed collector was writing to: in each folder the `.open` one, or else the highest. */
export async function newestSegments(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const newest = new Map<string, string>();
  for (const { name, parentPath } of files) {
    if (!/^\d{20}\.(open|log)$/.test(name)) continue;
    const known = newest.get(parentPath);
    if (known === undefined || isNewer(name, known)) newest.set(parentPath, name);
  }
  return [...newest].map(([parent, name]) => join(parent, basename(name)));
}

function isNewer(name: string, known: string): boolean {
  if (name.endsWith('.open') !== known.endsWith('.open')) return name.endsWith('.open');
  return name > known;
}
