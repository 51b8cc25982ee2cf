import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { buildPeer } from './build-peer.ts';

test('without Go there is no peer, and it is said why', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'edgecart-peer-'));
  vi.stubEnv('PATH', folder);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });
  const said: string[] = [];
  expect(buildPeer(folder, (what) => said.push(what))).toEqual({
    kind: 'missing',
    reason: 'there is no Go on this machine to build it with',
  });
  expect(said).toEqual([]);
});
