import { mkdir, rename, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { collectorHere, statusAndBody } from '../testing/collector-here.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const version = 'ab'.repeat(32);

async function published() {
  const data = await temporaryFolder();
  const models = join(data, 'models');
  await mkdir(join(models, version), { recursive: true });
  await writeFile(join(models, version, 'model.safetensors'), Buffer.from([1, 2, 3]));
  await writeFile(join(models, version, 'manifest.json'), '{"format":"edgecart-model/2"}');
  await writeFile(join(models, 'latest.json'), JSON.stringify({ version }));
  await writeFile(join(data, 'secret.txt'), 'secret');
  await writeFile(join(models, version, 'notes.txt'), 'secret');
  const collector = await collectorHere({ data });
  return { ...collector, models };
}

/** Sends a path as it is: `fetch` would tidy it up. */
async function rawGet(port: number, path: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
  return text(socket);
}

describe('a published version', () => {
  test('is served for ever, with the right types, to any origin', async () => {
    const { url } = await published();
    for (const [file, type, length] of [
      ['model.safetensors', 'application/octet-stream', '3'],
      ['manifest.json', 'application/json; charset=utf-8', '29'],
    ]) {
      const response = await fetch(`${url}/models/${version}/${file}`, { headers: { origin: 'https://shop.example' } });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe(type);
      expect(response.headers.get('content-length')).toBe(length);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      expect((await response.arrayBuffer()).byteLength).toBe(Number(length));
    }
  });

  test('can be asked for by its head', async () => {
    const { url } = await published();
    const response = await fetch(`${url}/models/${version}/model.safetensors`, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length')]).toEqual([200, '3']);
  });
});

describe('latest.json', () => {
  test('is asked for again each time, and answers 304 while it is the same', async () => {
    const { url, models } = await published();
    const first = await fetch(`${url}/models/latest.json`);
    expect(await first.json()).toEqual({ version });
    expect(first.headers.get('cache-control')).toBe('no-cache');
    const etag = first.headers.get('etag') ?? '';
    const asked = () => fetch(`${url}/models/latest.json`, { headers: { 'if-none-match': `"other", W/${etag}` } });
    expect((await asked()).status).toBe(304);

    const next = 'cd'.repeat(32);
    await writeFile(join(models, 'latest.json.new'), JSON.stringify({ version: next }));
    await rename(join(models, 'latest.json.new'), join(models, 'latest.json'));
    const changed = await asked();
    expect([changed.status, await changed.json()]).toEqual([200, { version: next }]);
  });

  test('is a plain 404 before the first model, and 500 when it is broken', async () => {
    const data = await temporaryFolder();
    const { url } = await collectorHere({ data });
    const none = await fetch(`${url}/models/latest.json`, { headers: { origin: 'https://shop.example' } });
    expect(await statusAndBody(none)).toMatchObject({ status: 404, body: { error: 'no-model' } });
    expect(none.headers.get('access-control-allow-origin')).toBe('*');
    // A canary for too few would tell whose records its version is in.
    const version = 'a'.repeat(64);
    const few = JSON.stringify({ version, canary: { version, share: 0.001 } });
    for (const body of ['{', '{"version":"../../etc"}', few]) {
      await writeFile(join(data, 'models', 'latest.json'), body);
      const broken = await fetch(`${url}/models/latest.json`);
      expect(await statusAndBody(broken)).toMatchObject({ status: 500, body: { error: 'broken-model' } });
    }
  });
});

describe('anything else under /models/', () => {
  test('is a 404 in JSON that no cache keeps', async () => {
    const { url } = await published();
    for (const path of [
      `${'00'.repeat(32)}/manifest.json`,
      `${version}/notes.txt`,
      version,
      `${version}/`,
      '',
      'x/y/z',
    ]) {
      const response = await fetch(`${url}/models/${path}`, { headers: { origin: 'https://shop.example' } });
      expect(response.status, path).toBe(404);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(await response.json()).toMatchObject({ error: 'no-such-model' });
    }
  });

  test('never reaches a file outside', async () => {
    const { port } = await published();
    const ways = [
      '../secret.txt',
      '..%2fsecret.txt',
      '%2e%2e/secret.txt',
      '..%5csecret.txt',
      `${version}/../../secret.txt`,
      `${version}/..%2f..%2fsecret.txt`,
      '....//secret.txt',
      '%00/secret.txt',
      `${version}%2f../../secret.txt`,
      `${version}/%2e%2e%2f%2e%2e%2fsecret.txt`,
      `/etc/passwd`,
      `${version}/notes.txt`,
    ];
    for (const way of ways) {
      const answer = await rawGet(port, `/models/${way}`);
      expect(answer, way).toMatch(/^HTTP\/1.1 40[04] /);
      expect(answer, way).not.toContain('secret');
    }
  });
});
