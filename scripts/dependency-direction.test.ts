import { globSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './run-command.ts';

/** Who may import whom. Whoever is missing may import anything through its public exports. */
const allowed: Record<string, string[]> = {
  'packages/protocol': [],
  'packages/recommender': ['@edgecart/protocol'],
  'packages/sdk': ['@edgecart/protocol', '@edgecart/recommender'],
  'packages/insights': ['@edgecart/protocol'],
  // The collector's process serves a small shop's insights too: docs/decisions/insights-in-the-collector.md.
  'packages/collector-server': ['@edgecart/protocol', '@edgecart/insights'],
  'packages/catalogue': ['@edgecart/protocol', '@edgecart/sdk'],
};

/** What attacks the very code that ships, or compares it with the engines step by step, and not what it exports. */
const insiders = /^bench\/(privacy-audit\/|insights\/golden-on-device\.test)/;

interface Import {
  file: string;
  from: string;
  typeOnly: boolean;
}

function importsOf(pattern: string): Import[] {
  const files = globSync(pattern, { cwd: root }).filter(
    (file) => !file.includes('node_modules') && !file.includes('generated'),
  );
  return files.flatMap((file) =>
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(
        /^(?:import|export)\s(type\s)?[^;]*?from '([^']+)'|import\('([^']+)'\)/gm,
      ),
    ].map(([, type, from, dynamic]) => ({
      file: file.split(sep).join('/'),
      from: from ?? dynamic ?? '',
      typeOnly: type !== undefined,
    })),
  );
}

test('packages import each other only in the direction of the data', () => {
  for (const [folder, names] of Object.entries(allowed)) {
    const found = importsOf(`${folder}/src/**/*.ts`);
    expect(found.length, folder).toBeGreaterThan(0);
    const ours = found.filter(({ from, file }) => from.startsWith('@edgecart/') && !file.endsWith('.test.ts'));
    expect(ours.filter(({ from }) => !names.some((name) => from === name || from.startsWith(`${name}/`)))).toEqual([]);
  }
});

test('no package reaches into the files of another', () => {
  for (const { file, from } of importsOf('{packages,demo,bench}/**/*.ts')) {
    if (!from.startsWith('.')) continue;
    const home = file
      .split('/')
      .slice(0, file.startsWith('packages/') ? 2 : 1)
      .join('/');
    const target = relative(root, resolve(root, file, '..', from))
      .split(sep)
      .join('/');
    const shared = target.startsWith('scripts/');
    expect(target.startsWith(`${home}/`) || shared || insiders.test(file), `${file} imports ${from}`).toBe(true);
  }
});

test("in the SDK the page's thread imports neither TensorFlow.js nor IndexedDB nor the recommender", () => {
  const page = importsOf('packages/sdk/src/page/**/*.ts').filter(
    ({ file, typeOnly }) => !typeOnly && !file.endsWith('.test.ts'),
  );
  const heavy = page.filter(({ from }) => /tfjs|^idb$|recommender|\/worker\//.test(from));
  // The one exception is loaded only when there is no worker.
  expect(heavy).toEqual([
    { file: 'packages/sdk/src/page/npm-parts.ts', from: '../worker/in-page.ts', typeOnly: false },
  ]);
});
