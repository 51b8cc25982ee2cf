/**
 * `npm run bench:size`: how many bytes a shopper's browser loads. Builds the SDK first. The last line is for machines
 * (keys in bench/README.md). Exits with 1 when a file is larger than it may be.
 */
import { buildSdk } from './build-sdk.ts';
import { printTable } from './print-table.ts';
import { measureFiles, tooLarge } from './size/measure-files.ts';

console.log('Building the SDK ...');
const sizes = await measureFiles(await buildSdk());

const bytes = (count: number) => count.toLocaleString('en');
console.log('\nBytes that a shopper loads; gzip at level 9, brotli at quality 11\n');
printTable(
  ['part', 'file', 'raw', 'gzip', 'brotli', 'limit', ''],
  sizes.map((size) => [
    size.part,
    size.file,
    bytes(size.raw),
    bytes(size.gzip),
    bytes(size.brotli),
    bytes(size.most),
    size.brotli > size.most ? 'TOO LARGE' : `${Math.round((100 * size.brotli) / size.most)} %`,
  ]),
);
console.log(
  '\nThe limits are for brotli. The WebAssembly kernel lies in the part with TensorFlow.js; there is no file of its own.\n',
);

const brotli = Object.fromEntries(sizes.map((size) => [size.part, size.brotli]));
console.log(
  JSON.stringify({
    page_br: brotli.page,
    worker_br: brotli.worker,
    tfjs_br: brotli.tfjs,
    light_br: brotli.light,
    wasm_br: 0,
  }),
);
process.exitCode = tooLarge(sizes).length > 0 ? 1 : 0;
