import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from './run-command.ts';

export interface Command {
  /** Of its folder under packages/, whose `src/main.ts` it is. */
  name: string;
  /** What npm installs beside it; all else becomes part of its file. */
  dependencies: readonly string[];
  /** Files that it reads when it runs, by path from the repository. */
  files: readonly string[];
}

/** Bundles a command into `dist/main.js` of its package: plain JavaScript that any Node.js from 20 on runs without our sources. */
export async function bundleCommand({ name, dependencies, files }: Command): Promise<void> {
  const folder = join(root, 'packages', name);
  const conditions = ['@edgecart/source', 'module', 'node', 'import', 'default'];
  await build({
    root: folder,
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions },
    ssr: { noExternal: true, external: [...dependencies], resolve: { conditions } },
    build: {
      ssr: 'src/main.ts',
      target: 'node20',
      outDir: 'dist',
      emptyOutDir: true,
      rolldownOptions: { output: { entryFileNames: 'main.js' } },
    },
  });
  await chmod(join(folder, 'dist/main.js'), 0o755);
  for (const file of files) await copyFile(join(root, file), join(folder, 'dist', file.split('/').at(-1) ?? ''));
}
