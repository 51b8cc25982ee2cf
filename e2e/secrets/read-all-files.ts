import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Every file below a folder, with its bytes; names that hold something are bytes too, so they come first. The zeros at the
 * end of a file, megabytes of them where a broker has reserved space, are left out.
 */
export async function readAllFiles(folder: string): Promise<{ path: string; bytes: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (path) => ({
      path,
      bytes: Buffer.concat([Buffer.from(`${path}\n`), withoutZerosAtEnd(await readFile(path))]),
    })),
  );
}

function withoutZerosAtEnd(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}
