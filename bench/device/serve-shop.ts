import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Interaction, ModelManifest } from '@edgecart/protocol';
import { openModel, placeFile } from '@edgecart/recommender';
import { scoredItems } from '@edgecart/recommender/scan';
import type { BareTask } from './browser/bare-worker.ts';
import { bundle } from './bundle.ts';
import { isolated, type ServedFile, serveFiles } from './serve-files.ts';
import { syntheticShop } from './synthetic-shop.ts';

/** A synthetic shop that can be visited: its pages on one origin, SDK and model on another, as a collector serves them. */
export interface ServedShop {
  items: number;
  /** Page with the script tag, and nothing else on it. */
  page: string;
  /** The same page, isolated; and one that is empty, for workers of the bench. */
  isolatedPage: string;
  emptyPage: string;
  scoringWorker: string;
  requestWorker: string;
  /** The page with the encoder that goes without TensorFlow.js. */
  pageWithLightEncoder: string;
  /** The page where the late part cannot be had. */
  pageWithoutEncoder: string;
  /** The same without a catalogue. */
  pageWithModelOnly: string;
  /** The page with an empty script in the SDK's place. */
  pageWithoutSdk: string;
  /** Page that only starts a worker with the kernel, which loads the table. */
  barePage: string;
  model: { folder: string; version: string; bytes: number };
  catalogue: string;
  wasmFolder: string;
  sessions: Interaction[][];
  close(): Promise<void>;
}

/** What does not depend on the size of the shop: built once. */
export interface BuiltParts {
  /** Files of the SDK by name. */
  sdk: Map<string, string>;
  scoringWorker: string;
  requestWorker: string;
  shopPage: string;
  barePage: string;
  bareWorker: string;
  /** TensorFlow.js's WASM files by name. */
  wasm: Map<string, Uint8Array>;
}

const immutable = 'public, max-age=31536000, immutable';
/** As the collector serves the SDK. */
const minutes = 'public, max-age=300';

export async function buildParts(sdkFolder: string): Promise<BuiltParts> {
  const wasmFolder = join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')), '.');
  const read = async <T>(names: string[], folder: string, as: (content: Buffer) => T) =>
    new Map(
      await Promise.all(names.map(async (name) => [name, as(await readFile(join(folder, name)))] as [string, T])),
    );
  const scripts = ['edgecart.js', 'edgecart-worker.js', 'edgecart-encoder.js', 'edgecart-encoder-light.js'];
  const wasmFiles = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'];
  return {
    sdk: await read(scripts, sdkFolder, (content) => content.toString('utf8')),
    wasm: await read(wasmFiles, wasmFolder, (content) => new Uint8Array(content)),
    scoringWorker: await bundle('scoring-worker.ts'),
    requestWorker: await bundle('request-worker.ts'),
    shopPage: await bundle('shop-page.ts'),
    barePage: await bundle('bare-page.ts'),
    bareWorker: await bundle('bare-worker.ts'),
  };
}

export async function serveShop(items: number, parts: BuiltParts): Promise<ServedShop> {
  const { manifest, model, catalogue, sessions } = syntheticShop(items);
  const { version } = manifest;
  const json = (value: unknown, caching: string): ServedFile => ({
    body: JSON.stringify(value),
    type: 'application/json',
    caching,
  });
  const collector = await serveFiles(
    new Map<string, ServedFile>([
      ...[...parts.sdk].map(
        ([name, body]) => [`/sdk/${name}`, { body, type: 'text/javascript', caching: minutes }] as const,
      ),
      ['/models/latest.json', json({ version }, 'no-cache')],
      [`/models/${version}/manifest.json`, json(manifest, immutable)],
      [`/models/${version}/model.safetensors`, { body: model, type: 'application/octet-stream', caching: immutable }],
      ['/table', { body: tableOf(manifest, model), type: 'application/octet-stream', caching: immutable }],
    ]),
  );
  const pageWith = (attributes: string, folder = `${collector.url}/sdk`): ServedFile => ({
    type: 'text/html',
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Synthetic shop</title>
<script>window.session = ${JSON.stringify(sessions[0])}</script>
<script>${parts.shopPage}</script>
<script async src="${folder}/edgecart.js" data-model="${collector.url}/models"
  ${attributes}></script>`,
  });
  const [withCatalogue, withoutEncoder] = ['data-catalogue="/catalogue.json"', 'data-encoder-url="/none.js"'];
  const lightEncoder = 'data-encoder-url="edgecart-encoder-light.js"';
  const page = pageWith(withCatalogue);
  const bareTask: BareTask = { table: `${collector.url}/table`, items, dimensions: manifest.dimensions };
  const barePage: ServedFile = {
    type: 'text/html',
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bare worker</title>
<script>window.bareTask = ${JSON.stringify(bareTask)}</script>
<script>${parts.barePage}</script>`,
  };
  const script = (body: string): ServedFile => ({ body, type: 'text/javascript' });
  const shop = await serveFiles(
    new Map<string, ServedFile>([
      ['/', page],
      ['/without-sdk', pageWith('', '/nothing')],
      ['/nothing/edgecart.js', script('')],
      ['/light-encoder', pageWith(`${withCatalogue} ${lightEncoder}`)],
      ['/without-encoder', pageWith(`${withCatalogue} ${withoutEncoder}`)],
      ['/model-only', pageWith(withoutEncoder)],
      ['/bare', barePage],
      ['/bare-worker.js', { ...script(parts.bareWorker), caching: minutes }],
      [`${isolated}shop`, page],
      [`${isolated}empty`, { type: 'text/html', body: '<!doctype html><title>Empty</title>' }],
      [`${isolated}scoring-worker.js`, script(parts.scoringWorker)],
      [`${isolated}request-worker.js`, script(parts.requestWorker)],
      ['/catalogue.json', json(catalogue, minutes)],
      ...[...parts.wasm].map(([name, body]) => [`${isolated}${name}`, { body, type: 'application/wasm' }] as const),
    ]),
  );
  const beside = (name: string) => `${shop.url}${isolated}${name}`;
  return {
    items,
    page: `${shop.url}/`,
    isolatedPage: beside('shop'),
    emptyPage: beside('empty'),
    scoringWorker: beside('scoring-worker.js'),
    requestWorker: beside('request-worker.js'),
    pageWithModelOnly: `${shop.url}/model-only`,
    pageWithoutSdk: `${shop.url}/without-sdk`,
    pageWithLightEncoder: `${shop.url}/light-encoder`,
    pageWithoutEncoder: `${shop.url}/without-encoder`,
    barePage: `${shop.url}/bare`,
    model: { folder: `${collector.url}/models`, version, bytes: model.length },
    catalogue: `${shop.url}/catalogue.json`,
    wasmFolder: beside(''),
    sessions,
    async close() {
      await Promise.all([collector.close(), shop.close()]);
    },
  };
}

/** What scoring reads of a model and nothing else, one after the other: vectors, scales, popularity. */
function tableOf(manifest: ModelManifest, file: Uint8Array): Uint8Array {
  const model = openModel(manifest, placeFile(manifest, file.slice().buffer as ArrayBuffer));
  const { vectors, scales, popularity } = scoredItems(model);
  const bytes = (table: Int8Array | Float32Array) => new Uint8Array(table.buffer, table.byteOffset, table.byteLength);
  return Buffer.concat([vectors, scales, popularity].map(bytes));
}
