import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InlineConfig } from 'vite';
import { fillPartials } from './fill-partials.ts';

const demo = fileURLToPath(new URL('..', import.meta.url));

/** How Vite builds the shop: every *.html in this folder is a page of its own. */
export function buildOptions(collectorUrl: string, outDir = join(demo, 'dist')): InlineConfig {
  const pages = readdirSync(demo).filter((name) => name.endsWith('.html'));
  return {
    root: demo,
    configFile: false,
    appType: 'mpa',
    plugins: [fillPartials(collectorUrl)],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      // The replay's copy of the SDK carries TensorFlow.js in a chunk that loads when it is needed.
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: { input: pages.map((name) => join(demo, name)) },
    },
  };
}
