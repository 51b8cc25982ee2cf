/**
 * Builds what shops install: for the script tag three classic scripts (page, worker, encoder), for npm one ES module and
 * three chunks that it loads when needed. Worker and encoder go into the npm package as text too, so that a bundler needs
 * to know nothing of workers.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';
import { build, type InlineConfig } from 'vite';
import { buildTypes } from './build-types.ts';

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const target = 'es2022';
/** What a shop adds by choice: each is `@edgecart/sdk/<part>` on npm and `edgecart-<part>.js` by script tag. */
const parts = [
  'adapters',
  'consent',
  'doctor',
  'experiments',
  'inspector',
  'privacy-page',
  'stock',
  'surfaces',
  'trending',
  'widgets',
];

function config(
  entry: string,
  format: 'iife' | 'es',
  fileName: string,
  { external = [], banner = '' }: { external?: string[]; banner?: string } = {},
): InlineConfig {
  return {
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    resolve: { conditions: ['@edgecart/source', 'module', 'browser', 'import', 'default'] },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      target,
      emptyOutDir: false,
      outDir: path('dist'),
      minify: 'oxc',
      lib: { entry: path(entry), formats: [format], name: 'edgecart_', fileName: () => fileName },
      rolldownOptions: { external, output: { extend: true, banner } },
    },
  };
}

/**
 * Names of properties that never leave the worker's own code: neither to the page, nor to the store, nor to the encoder's
 * script. Shortening them saves 1 % of the worker. Also those that the browser has, too, on what the worker never asks
 * for it: whoever adds one looks for other uses of the name.
 */
const workersOwn =
  /^(diagnose|mayLeave|onSwap|endIfIdle|takeEntry|noteShown|moveOver|useEncoder|onUnsent|onQueued|recent|nowMs|allowed|excluded|checkMs|granted|orderHash|retryAfterMs|enqueued|kept|keep|calm|fetcher|sensitive|readCopy|writeCopy|settle|commit|sparing|look|forgotten|verified|firstLook|permit|online|halt|why|load|reset|metadata|queue|byPopularity)$/;

/** The same of the page's script: neither the shop nor the worker sees them. */
const pagesOwn = /^(acknowledge|change|changedElsewhere|current|inPage|keep|pending|save)$/;

/** Terser finds another 3 % after Vite's own minifier. */
async function squeeze(script: string, names?: RegExp): Promise<void> {
  const file = path(script);
  await writeFile(file, await minified(await readFile(file, 'utf8'), names));
}

/** Functions side by side repeat each other's beginnings, which saves brotli some 40 bytes of the worker. */
async function gatherFunctions(script: string): Promise<void> {
  const file = path(script);
  await writeFile(file, await minified(await readFile(file, 'utf8'), undefined, true));
}

/**
 * Chromium then compiles all functions while the script arrives, off the page's thread, and not one by one as they are called
 * (https://github.com/WICG/explicit-javascript-compile-hints-file-based).
 */
async function compileAtOnce(script: string): Promise<void> {
  const file = path(script);
  await writeFile(file, `//# allFunctionsCalledOnLoad\n${await readFile(file, 'utf8')}`);
}

async function minified(script: string, names: RegExp | undefined, hoist_funs = false): Promise<string> {
  const { code } = await minify(script, {
    ecma: 2020,
    ...(names && { mangle: { properties: { regex: names, builtins: true } } }),
    compress: {
      passes: 4,
      hoist_funs,
      keep_fargs: false,
      unsafe_arrows: true,
      unsafe_methods: true,
      pure_getters: true,
      inline: 3,
      // `x === void 0`, the way it is written, comes again more often than the other.
      lhs_constants: false,
    },
  });
  if (code === undefined) throw new Error('Terser left nothing of a script');
  return code;
}

/** Writes a script as a module that exports it as text. */
async function asText(script: string, file: string): Promise<void> {
  const source = await readFile(path(script), 'utf8');
  await writeFile(path(file), `export const source = ${JSON.stringify(source)};\n`);
}

await rm(path('dist'), { recursive: true, force: true });
await mkdir(path('src/generated'), { recursive: true });
await build(config('src/worker/main.ts', 'iife', 'edgecart-worker.js'));
await build(config('src/worker/encoder-script.ts', 'iife', 'edgecart-encoder.js'));
await build(config('src/worker/encoder-light-script.ts', 'iife', 'edgecart-encoder-light.js'));
await squeeze('dist/edgecart-worker.js', workersOwn);
await gatherFunctions('dist/edgecart-worker.js');
await squeeze('dist/edgecart-encoder.js');
await squeeze('dist/edgecart-encoder-light.js');
await asText('dist/edgecart-worker.js', 'src/generated/worker-source.ts');
await asText('dist/edgecart-encoder.js', 'src/generated/encoder-source.ts');
await build(config('src/page/script-tag.ts', 'iife', 'edgecart.js'));
await squeeze('dist/edgecart.js', pagesOwn);
await gatherFunctions('dist/edgecart.js');
await compileAtOnce('dist/edgecart.js');
await build(config('src/index.ts', 'es', 'index.js'));
for (const part of parts) {
  await build(config(`src/${part}/script.ts`, 'iife', `edgecart-${part}.js`));
  await squeeze(`dist/edgecart-${part}.js`);
  await build(config(`src/${part}/index.ts`, 'es', `${part}/index.js`));
}
// For Shopify's sandbox, which takes one file: the relay alone.
await build(config('src/adapters/shopify-pixel-script.ts', 'iife', 'edgecart-shopify-pixel.js'));
await squeeze('dist/edgecart-shopify-pixel.js');
// React comes from the shop, and its server components must not run hooks; there is no script tag without a bundler.
await build(config('src/react/index.ts', 'es', 'react/index.js', { external: ['react'], banner: "'use client';" }));
await buildTypes([...parts, 'react']);
