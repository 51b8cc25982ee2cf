/** The files of one small shop for each bundler, by their path within its folder. */
type Shop = Record<string, string>;

/** Asks Edgecart from the page, and writes on the body what it answered. */
const ask = `
export async function ask(createEdgecart) {
  const catalogue = ['apple', 'pear', 'bread'].map((item_id) => ({
    item_id, item_name: item_id, price: 1, item_category: item_id === 'bread' ? 'bakery' : 'fruit',
  }));
  const edgecart = createEdgecart({ catalogue });
  edgecart.track({ name: 'view_item', items: [{ item_id: 'apple' }] });
  const { items } = await edgecart.recommend({ surface: 'product', limit: 2 });
  const { runtime } = await edgecart.insights();
  document.body.dataset.items = items.map((item) => item.item_id).join();
  document.body.dataset.place = runtime.place;
}`;

const main = `
import { createEdgecart } from '@edgecart/sdk';
import { ask } from './ask.js';
ask(createEdgecart);`;

const page = (script: string) => `<!doctype html><html lang="en"><title>Shop</title>${script}</html>`;

export const webpackShop: Shop = {
  'src/ask.js': ask,
  'src/main.js': main,
  'public/index.html': page('<body><script src="main.js"></script></body>'),
  'build.mjs': `
    import { copyFileSync } from 'node:fs';
    import webpack from 'webpack';
    const path = import.meta.dirname + '/dist';
    const config = { mode: 'production', context: import.meta.dirname, entry: './src/main.js', output: { path, publicPath: '' } };
    webpack(config, (error, stats) => {
      if (error) throw error;
      if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString({ preset: 'errors-warnings' }));
      copyFileSync(import.meta.dirname + '/public/index.html', path + '/index.html');
    });`,
};

export const parcelShop: Shop = {
  'package.json': JSON.stringify({ name: 'shop', private: true, browserslist: 'last 2 Chrome versions' }),
  'src/ask.js': ask,
  'src/main.js': main,
  'src/index.html': page('<body><script type="module" src="./main.js"></script></body>'),
};

/** Its page is rendered on the server first, where Edgecart is called, too. */
export const nextShop = (root: string): Shop => ({
  'package.json': JSON.stringify({ name: 'shop', private: true }),
  'next.config.mjs': `export default { turbopack: { root: ${JSON.stringify(root)} }, productionBrowserSourceMaps: false };`,
  'app/ask.js': ask,
  'app/layout.jsx': 'export default ({ children }) => <html lang="en"><body>{children}</body></html>;',
  'app/page.jsx': `
    import { createEdgecart } from '@edgecart/sdk';
    import { Suggestions } from './suggestions.jsx';
    export const dynamic = 'force-dynamic';
    export default async function Page() {
      const { items } = await createEdgecart({ collector: '/c' }).recommend();
      return <main><p id="on-the-server">{items.length}</p><Suggestions /></main>;
    }`,
  'app/suggestions.jsx': `
    'use client';
    import { createEdgecart } from '@edgecart/sdk';
    import { useEffect } from 'react';
    import { ask } from './ask.js';
    export function Suggestions() {
      // On the server, too, where it answers with a client that does nothing.
      if (typeof window === 'undefined') createEdgecart({ collector: '/c' }).track({ name: 'view_item', items: [] });
      useEffect(() => void ask(createEdgecart), []);
      return <p>Suggestions</p>;
    }`,
});

/** No bundler: the browser resolves the package's name by an import map. */
export const plainShop: Shop = {
  'ask.js': ask,
  'main.js': main,
  'index.html':
    page(`<script type="importmap">{ "imports": { "@edgecart/sdk": "/node_modules/@edgecart/sdk/dist/index.js" } }</script>
    <body><script type="module" src="/plain/main.js"></script></body>`),
};
