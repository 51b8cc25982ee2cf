import { deflateSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { inflate } from './inflate.ts';

test('gzip comes back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
      expect(await inflate(gzipSync(bytes), 2_000)).toEqual({ kind: 'inflated', body: Buffer.from(bytes) });
    }),
  );
});

test('what becomes longer than allowed is stopped on the way, in one member or many', async () => {
  const member = gzipSync(Buffer.alloc(1_000));
  expect(await inflate(member, 1_000)).toMatchObject({ kind: 'inflated' });
  expect(await inflate(member, 999)).toEqual({ kind: 'too-large' });
  expect(await inflate(Buffer.concat(Array.from({ length: 20 }, () => member)), 19_999)).toEqual({ kind: 'too-large' });
});

test('a bomb costs no more memory than is allowed', async () => {
  const bomb = gzipSync(Buffer.alloc(256 * 1024 ** 2));
  const before = process.memoryUsage.rss();
  for (let round = 0; round < 20; round += 1) expect(await inflate(bomb, 256 * 1024)).toEqual({ kind: 'too-large' });
  expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 1024 ** 2);
});

test('anything else is not gzip', async () => {
  const whole = gzipSync('{"records":[]}');
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from('{}'),
    deflateSync('{}'),
    whole.subarray(0, -1),
    whole.subarray(1),
  ]) {
    expect(await inflate(bytes, 1_000)).toEqual({ kind: 'not-gzip' });
  }
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (bytes) => {
      expect((await inflate(Buffer.from(bytes), 1_000)).kind).toMatch(/^(not-gzip|inflated|too-large)$/);
    }),
  );
});
