import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { root } from '../../scripts/run-command.ts';
import type { measureModel } from './measure-model.ts';

/** TensorFlow.js names its files without their endings, which Node.js does not find: bundled, it need not look. */
export async function bundledMeasureModel(): Promise<typeof measureModel> {
  const outDir = join(root, '.edgecart/bench/quality');
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    resolve: { conditions: ['@edgecart/source', 'module', 'import', 'default'] },
    ssr: { noExternal: true, resolve: { conditions: ['@edgecart/source', 'module', 'import', 'default'] } },
    build: {
      outDir,
      ssr: fileURLToPath(new URL('measure-model.ts', import.meta.url)),
      rolldownOptions: { output: { entryFileNames: 'measure-model.mjs' } },
    },
  });
  const made = (await import(pathToFileURL(join(outDir, 'measure-model.mjs')).href)) as {
    measureModel: typeof measureModel;
  };
  return made.measureModel;
}
