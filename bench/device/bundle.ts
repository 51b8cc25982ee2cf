import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Bundles one of the scripts in `browser/` as the SDK's build does, in memory; answers with the classic script. */
export async function bundle(script: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    resolve: { conditions: ['@edgecart/source', 'module', 'browser', 'import', 'default'] },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2022',
      minify: 'oxc',
      lib: {
        entry: fileURLToPath(new URL(`browser/${script}`, import.meta.url)),
        formats: ['iife'],
        name: 'bench_',
        fileName: () => 'script.js',
      },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((each) => ('output' in each ? each.output : []));
  const [chunk] = outputs;
  if (chunk?.type !== 'chunk' || outputs.length !== 1) throw new Error(`${script} did not become one script`);
  return chunk.code;
}
