/** Puts the renderer of `/docs` into the package, with its licence, so that whoever installs it gets one file. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';

const script = createRequire(import.meta.url).resolve('rapidoc');
const folder = new URL('./dist/renderer/', import.meta.url);
mkdirSync(folder, { recursive: true });
copyFileSync(script, new URL('rapidoc-min.js', folder));
copyFileSync(new URL(`file://${script}/../../LICENSE.txt`), new URL('LICENSE.txt', folder));
