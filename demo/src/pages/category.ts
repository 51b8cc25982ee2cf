import type { CatalogueItem } from '@edgecart/sdk';
import { html } from '../html.ts';
import { byId, render } from '../render.ts';
import { startGrowingList } from '../shelf/growing-list.ts';
import { notFound } from '../shelf/not-found.ts';
import { sortItems, sortNames, toSort } from '../shelf/sort.ts';
import { aisleUrl, parameter } from '../shop/addresses.ts';
import type { Range } from '../shop/catalogue.ts';
import { startSite } from '../site.ts';

/** The kinds of an aisle, largest first, as links that narrow it down. */
function kindLinks(name: string, items: readonly CatalogueItem[], chosen: string | undefined) {
  const counts = new Map<string, number>();
  for (const { item_category2: kind } of items) if (kind) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts].sort((a, b) => b[1] - a[1]).map(([kind]) => kind);
  if (kinds.length < 2) return null;
  const chip = (label: string, kind?: string) =>
    html`<li><a class="chip" href="${aisleUrl(name, kind)}"${kind === chosen && html` aria-current="true"`}>${label}</a></li>`;
  return html`<nav aria-label="Kinds"><ul class="chips">${[chip('All', undefined), ...kinds.map((kind) => chip(kind, kind))]}</ul></nav>`;
}

function fill(range: Range): void {
  const name = parameter('name');
  const aisle = range.aisles.find((candidate) => candidate.name === name);
  if (!aisle) {
    render(byId('main'), notFound('We have no such aisle', range));
    return;
  }
  const within = parameter('within');
  const items = aisle.items.filter((item) => within === undefined || item.item_category2 === within);
  document.title = `${within ?? aisle.name} · Orchard Lane`;
  document.querySelector(`.aisles a[href="${CSS.escape(aisleUrl(aisle.name))}"]`)?.setAttribute('aria-current', 'page');
  render(
    byId('main'),
    html`<nav class="crumbs" aria-label="Breadcrumb"><ol><li><a href="/">Home</a></li><li>${within ? html`<a href="${aisleUrl(aisle.name)}">${aisle.name}</a>` : aisle.name}</li>${within && html`<li>${within}</li>`}</ol></nav>
      <div class="page-head">
        <h1>${within ?? aisle.name}</h1>
        <p class="count">${items.length} ${items.length === 1 ? 'product' : 'products'}</p>
        <label class="sort">Sort by <select id="sort">${Object.entries(sortNames).map(([value, label]) => html`<option value="${value}">${label}</option>`)}</select></label>
      </div>
      ${kindLinks(aisle.name, aisle.items, within)}
      <ul class="grid" id="products"></ul>
      <p class="more" id="more"></p>`,
  );
  if (items.length === 0) render(byId('products'), html`<li class="nothing">Nothing here just now.</li>`);
  const show = startGrowingList(byId('products'), byId('more'), `aisle:${within ?? aisle.name}`);
  const sort = byId('sort') as HTMLSelectElement;
  sort.addEventListener('change', () => show(sortItems(items, toSort(sort.value))));
  show(items);
}

void startSite(fill);
