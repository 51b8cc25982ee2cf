import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** How a shop brings Edgecart onto its page, and how the page gets to the worker. */
export interface Way {
  loading: string;
  worker: string;
  html: (parts: Parts) => string;
}

interface Parts {
  /** Origin of the collector, which serves the SDK's files too. */
  collector: string;
  nonce: string;
  integrity: string;
}

const data = (collector: string) =>
  `data-collector="${collector}" data-model="${collector}/models" data-catalogue="/catalogue.json" data-delivery-batch="1"`;

const calls = (nonce: string) => `<script nonce="${nonce}" src="/calls.js"></script>`;

function tag(loading: string, worker: string, attributes: (parts: Parts) => string): Way {
  return {
    loading,
    worker,
    html: (parts) =>
      `${calls(parts.nonce)}<script async nonce="${parts.nonce}" ${attributes(parts)} ${data(parts.collector)}></script>`,
  };
}

function npm(worker: string, option: string): Way {
  return {
    loading: 'npm, ES module',
    worker,
    html: ({ nonce, collector }) =>
      `<script nonce="${nonce}" type="module" src="/npm-shop.js?worker=${option}&collector=${collector}"></script>`,
  };
}

const own = 'src="/sdk/edgecart.js"';
const sri = (integrity: string) => `integrity="${integrity}" crossorigin`;

export const ways: Way[] = [
  tag("tag, shop's origin", 'file beside it', () => own),
  tag("tag, shop's origin", 'none', () => `${own} data-worker="none"`),
  tag('tag, other origin', 'inline blob', ({ collector }) => `src="${collector}/sdk/edgecart.js"`),
  tag(
    'tag, other origin',
    "file of the shop's",
    ({ collector }) => `src="${collector}/sdk/edgecart.js" data-worker-url="/sdk/edgecart-worker.js"`,
  ),
  tag(
    'tag, other origin, SRI',
    'inline blob',
    ({ collector, integrity }) => `src="${collector}/sdk/edgecart.js" ${sri(integrity)}`,
  ),
  npm('inline blob', 'auto'),
  npm('inline blob, encoder from a file', 'encoder'),
  npm("file of the shop's", 'file'),
  npm("the shop's factory", 'factory'),
  npm('none', 'none'),
];

/** The value of `integrity` for a script (https://www.w3.org/TR/sri/). */
export async function integrityOf(file: string): Promise<string> {
  return `sha384-${createHash('sha384')
    .update(await readFile(file))
    .digest('base64')}`;
}

/** The shop's own script that makes its calls before Edgecart has loaded. */
export const callsScript = `
window.edgecart = function () { (edgecart.q = edgecart.q || []).push(arguments) };
window.told = [];
edgecart('onDiagnostic', (diagnostic) => told.push(diagnostic.code));
edgecart('ready', (client) => { window.client = client });`;

/** The shop's own module that imports the package, as it is after `npm install`. */
export const npmShopScript = `
import { createEdgecart } from '/npm/index.js';
const asked = new URL(import.meta.url).searchParams;
const collector = asked.get('collector');
const file = '/sdk/edgecart-worker.js';
const trusted = (url) => window.trustedTypes
  ? trustedTypes.createPolicy('shop', { createScriptURL: (text) => text }).createScriptURL(url)
  : url;
window.told = [];
window.client = createEdgecart({
  collector,
  model: collector + '/models',
  catalogue: '/catalogue.json',
  delivery: { batchRecords: 1 },
  onDiagnostic: (diagnostic) => told.push(diagnostic.code),
  ...{
    auto: {},
    encoder: { encoderUrl: '/sdk/edgecart-encoder.js' },
    file: { workerUrl: file, encoderUrl: '/sdk/edgecart-encoder.js' },
    factory: { worker: () => new Worker(trusted(file)), encoderUrl: '/sdk/edgecart-encoder.js' },
    none: { worker: 'none' },
  }[asked.get('worker')],
});`;
