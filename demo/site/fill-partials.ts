import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { escapeHtml } from '../src/escape.ts';
import { aisleUrl } from '../src/shop/addresses.ts';

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');

/** Names of the aisles, the one with the best-selling product first, so that the menu is there before any script runs. */
function aisleNames(): string[] {
  const { items } = JSON.parse(read('../public/catalogue.json')) as { items: { item_category: string }[] };
  return [...new Set(items.map((item) => item.item_category))];
}

const link = (name: string) => `<li><a href="${escapeHtml(aisleUrl(name))}">${escapeHtml(name)}</a></li>`;

/** Puts the shared head, header and footer into the pages: `<!-- include header -->` becomes partials/header.html. */
export function fillPartials(collectorUrl: string): Plugin {
  return {
    name: 'edgecart-demo-partials',
    transformIndexHtml: {
      order: 'pre',
      handler: (page) =>
        page
          .replace(/<!-- include ([a-z-]+) -->/g, (_, name: string) => read(`partials/${name}.html`))
          .replaceAll('<!-- aisles -->', () => aisleNames().map(link).join(''))
          .replaceAll('%COLLECTOR%', () => escapeHtml(collectorUrl)),
    },
  };
}
