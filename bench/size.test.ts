import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root } from '../scripts/run-command.ts';
import { limits, measureFiles, tooLarge } from './size/measure-files.ts';

describe('the files that a shopper loads', async () => {
  const sizes = await measureFiles(join(root, 'packages/sdk/dist'));
  for (const { part, file, brotli, most } of sizes)
    test(`${file} (${part}) has at most ${most} bytes after brotli`, () => {
      expect(brotli).toBeGreaterThan(0);
      expect(brotli).toBeLessThanOrEqual(most);
    });
});

describe('measuring files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edgecart-size-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const fill = (page: string) =>
    Promise.all([
      writeFile(join(folder, limits.page.file), page),
      writeFile(join(folder, limits.worker.file), 'worker'),
      writeFile(join(folder, limits.tfjs.file), 'x'.repeat(100_000)),
      writeFile(join(folder, limits.light.file), 'light'),
    ]);

  test('counts the bytes on disk and those after compression', async () => {
    await fill('page');
    const sizes = await measureFiles(folder);
    expect(sizes.map(({ part, raw }) => [part, raw])).toEqual([
      ['page', 4],
      ['worker', 6],
      ['tfjs', 100_000],
      ['light', 5],
    ]);
    expect(sizes[2]?.brotli).toBeLessThan(sizes[2]?.gzip ?? 0);
    expect(tooLarge(sizes)).toEqual([]);
  });

  test('a file over its limit is told', async () => {
    await fill(await incompressible());
    expect(tooLarge(await measureFiles(folder)).map(({ part }) => part)).toEqual(['page']);
  });

  test('a file that was not built is told by name', async () => {
    await writeFile(join(folder, limits.page.file), 'page');
    await expect(measureFiles(folder)).rejects.toThrow(/edgecart-(worker|encoder|encoder-light)\.js/);
  });
});

/** More than 4,000 bytes that no compression makes smaller. */
async function incompressible(): Promise<string> {
  const digests = await Promise.all(
    Array.from({ length: 200 }, (_, i) => crypto.subtle.digest('SHA-256', Uint8Array.of(i))),
  );
  return digests.map((digest) => Buffer.from(digest).toString('base64')).join('');
}
