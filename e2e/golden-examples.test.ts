import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { GoldenExample, ModelManifest } from '@edgecart/protocol';
import { openModel, placeFile, sessionInput } from '@edgecart/recommender';
import { createEncoder } from '@edgecart/recommender/encoder';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../scripts/run-command.ts';
import { launchChromium } from './chromium.ts';

const models = join(root, 'demo/model');
const encoderScripts = join(root, 'packages/sdk/dist');
const tolerance = 1e-3;

async function demoModel(): Promise<{ manifest: ModelManifest; file: ArrayBuffer }> {
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

test('the recommender in Node reproduces every golden example of the committed model', async () => {
  const { manifest, file } = await demoModel();
  const model = openModel(manifest, placeFile(manifest, file));
  const encoder = createEncoder(model);
  expect(manifest.golden.length).toBeGreaterThanOrEqual(8);
  for (const { session, top } of manifest.golden) {
    const ranked = encoder.rank(sessionInput(model, session), 20).top;
    expectSameTop(
      ranked.map(({ row, score }) => ({ item_id: manifest.items[row] ?? '', score })),
      top,
    );
  }
});

/** WebAssembly would need 'wasm-unsafe-eval'. */
const strict = "default-src 'self'; script-src 'self' blob:";

let server: Server;
beforeAll(async () => {
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
    const file = path.startsWith('/edgecart-') ? join(encoderScripts, path) : join(models, path.replace('/model/', ''));
    response.end(await readFile(file).catch(() => ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => void server?.close());

test.each([
  ['edgecart-encoder.js', '', 'wasm'],
  ['edgecart-encoder.js', ' whose policy refuses WebAssembly', 'typescript'],
  ['edgecart-encoder-light.js', '', 'wasm'],
])('so does the built %s in a worker of Chromium on a page%s', async (encoder, policy, expectedEngine) => {
  const browser = await launchChromium();
  const page = await browser.newPage();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await page.goto(policy === '' ? url : `${url}/strict`);
  const { verified, engine, tops } = await page.evaluate(
    async ([base, encoder]) => {
      const program = `importScripts('${base}/golden.js', '${base}/${encoder}');
      answerGoldenExamples('${base}/model', edgecartCreateEncoder).then(postMessage, (error) => postMessage({ error: String(error) }));`;
      const worker = new Worker(URL.createObjectURL(new Blob([program])));
      return new Promise<{ verified: boolean; engine: string; tops: GoldenExample['top'][] }>((resolve, reject) => {
        worker.onmessage = ({ data }) => (data.error === undefined ? resolve(data) : reject(new Error(data.error)));
        worker.onerror = (event) => reject(new Error(event.message));
      });
    },
    [url, encoder] as const,
  );
  await browser.close();
  expect({ verified, engine }).toEqual({ verified: true, engine: expectedEngine });
  const { manifest } = await demoModel();
  manifest.golden.forEach(({ top }, i) => void expectSameTop(tops[i] ?? [], top));
});
