import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { GoldenExample, ModelManifest } from '@edgecart/protocol';
import { openModel, placeFile, sessionInput } from '@edgecart/recommender';
import { createEncoder } from '@edgecart/recommender/encoder';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensurePython } from '../scripts/python-environment.ts';
import { root } from '../scripts/run-command.ts';
import { launchChromium } from './chromium.ts';

const encoderScripts = join(root, 'packages/sdk/dist');
const tolerance = 1e-3;
const run = promisify(execFile);

/** Folders of models: the committed one, and the same with its item vectors coded by a codebook. */
const folders: Record<string, string> = { committed: join(root, 'demo/model') };

async function modelOf(name: string): Promise<{ manifest: ModelManifest; file: ArrayBuffer }> {
  const models = folders[name] ?? '';
  const { version } = JSON.parse(await readFile(join(models, 'latest.json'), 'utf8'));
  const manifest = JSON.parse(await readFile(join(models, version, 'manifest.json'), 'utf8')) as ModelManifest;
  const bytes = await readFile(join(models, version, 'model.safetensors'));
  return { manifest, file: new Uint8Array(bytes).buffer };
}

/** The same items in the same places; two whose scores are within the tolerance of each other may be swapped. */
function expectSameTop(top: GoldenExample['top'], expected: GoldenExample['top']): void {
  expect(top).toHaveLength(expected.length);
  const scoreOf = new Map(top.map(({ item_id, score }) => [item_id, score]));
  expected.forEach(({ item_id, score }, place) => {
    expect(Math.abs((top[place]?.score ?? Number.NaN) - score)).toBeLessThan(tolerance);
    const own = scoreOf.get(item_id);
    if (top[place]?.item_id !== item_id) expect(Math.abs((own ?? score) - score)).toBeLessThan(tolerance);
  });
  expect(top.filter(({ item_id }) => !expected.some((other) => other.item_id === item_id))).toEqual([]);
}

test.each(['committed', 'coded'])(
  'the recommender in Node reproduces every golden example of the %s model',
  async (name) => {
    const { manifest, file } = await modelOf(name);
    const model = openModel(manifest, placeFile(manifest, file));
    const encoder = createEncoder(model);
    expect('item_codebook' in manifest.tensors).toBe(name === 'coded');
    expect(manifest.golden.length).toBeGreaterThanOrEqual(8);
    for (const { session, top } of manifest.golden) {
      const ranked = encoder.rank(sessionInput(model, session), 20).top;
      expectSameTop(
        ranked.map(({ row, score }) => ({ item_id: manifest.items[row] ?? '', score })),
        top,
      );
    }
  },
);

/** WebAssembly would need 'wasm-unsafe-eval'. */
const strict = "default-src 'self'; script-src 'self' blob:";

let server: Server;
beforeAll(async () => {
  folders.coded = await mkdtemp(join(tmpdir(), 'edgecart-coded-'));
  const recode = [join(root, 'e2e/recode-model.py'), folders.committed ?? '', folders.coded];
  await run(await ensurePython(), recode, { env: { ...process.env, PYTHONPATH: join(root, 'trainer/src') } });
  const output = await build({
    configFile: false,
    logLevel: 'error',
    root: join(root, 'e2e'),
    resolve: { conditions: ['@edgecart/source', 'module', 'browser', 'import', 'default'] },
    build: {
      write: false,
      lib: {
        entry: join(root, 'e2e/golden-in-browser.ts'),
        formats: ['iife'],
        name: 'golden',
        fileName: () => 'golden.js',
      },
    },
  });
  const [bundle] = Array.isArray(output) ? output : [output];
  const script = bundle && 'output' in bundle ? bundle.output[0].code : '';
  server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    if (path === '/strict') response.setHeader('content-security-policy', strict);
    if (path === '/' || path === '/strict')
      return response.setHeader('content-type', 'text/html').end('<!doctype html>');
    if (path.endsWith('.js')) response.setHeader('content-type', 'text/javascript');
    if (path === '/golden.js') return response.end(script);
    const [, name = '', ...rest] = path.split('/');
    const file = path.startsWith('/edgecart-') ? join(encoderScripts, path) : join(folders[name] ?? '', ...rest);
    response.end(await readFile(file).catch(() => ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}, 600_000);
afterAll(async () => {
  server?.close();
  if (folders.coded !== undefined) await rm(folders.coded, { recursive: true, force: true });
});

test.each([
  ['edgecart-encoder.js', '', 'committed', 'wasm'],
  ['edgecart-encoder.js', ' whose policy refuses WebAssembly', 'committed', 'typescript'],
  ['edgecart-encoder-light.js', '', 'committed', 'wasm'],
  ['edgecart-encoder-light.js', '', 'coded', 'wasm'],
])(
  'so does the built %s in a worker of Chromium on a page%s, of the %s model',
  async (encoder, policy, name, expectedEngine) => {
    const browser = await launchChromium();
    const page = await browser.newPage();
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await page.goto(policy === '' ? url : `${url}/strict`);
    const { verified, engine, tops } = await page.evaluate(
      async ([base, encoder, name]) => {
        const program = `importScripts('${base}/golden.js', '${base}/${encoder}');
      answerGoldenExamples('${base}/${name}', edgecartCreateEncoder).then(postMessage, (error) => postMessage({ error: String(error) }));`;
        const worker = new Worker(URL.createObjectURL(new Blob([program])));
        return new Promise<{ verified: boolean; engine: string; tops: GoldenExample['top'][] }>((resolve, reject) => {
          worker.onmessage = ({ data }) => (data.error === undefined ? resolve(data) : reject(new Error(data.error)));
          worker.onerror = (event) => reject(new Error(event.message));
        });
      },
      [url, encoder, name] as const,
    );
    await browser.close();
    expect({ verified, engine }).toEqual({ verified: true, engine: expectedEngine });
    const { manifest } = await modelOf(name);
    manifest.golden.forEach(({ top }, i) => void expectSameTop(tops[i] ?? [], top));
  },
);
