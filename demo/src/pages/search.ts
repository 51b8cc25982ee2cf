import { html } from '../html.ts';
import { byId, render } from '../render.ts';
import { startGrowingList } from '../shelf/growing-list.ts';
import { notFound } from '../shelf/not-found.ts';
import { parameter, searchUrl } from '../shop/addresses.ts';
import { announce } from '../shop/announce.ts';
import type { Range } from '../shop/catalogue.ts';
import { searchItems } from '../shop/search.ts';
import { startSite } from '../site.ts';

const field = () => document.querySelector<HTMLInputElement>('#search');

function show(range: Range, query: string): void {
  const found = searchItems(range.items, query);
  if (found.length === 0) {
    render(byId('main'), notFound(query === '' ? 'What are you looking for?' : `Nothing found for “${query}”`, range));
    return;
  }
  document.title = `${query} · Orchard Lane`;
  render(
    byId('main'),
    html`<div class="page-head"><h1>“${query}”</h1><p class="count">${found.length === 96 ? 'The 96 best of many' : `${found.length} ${found.length === 1 ? 'product' : 'products'}`}</p></div>
      <ul class="grid" id="products"></ul><p class="more" id="more"></p>`,
  );
  startGrowingList(byId('products'), byId('more'), 'search')(found);
}

function fill(range: Range): void {
  const query = parameter('q') ?? '';
  const input = field();
  if (input) input.value = query;
  show(range, query);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  input?.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const typed = input.value.trim();
      history.replaceState(null, '', searchUrl(typed));
      show(range, typed);
      announce(document.querySelector('.page-head .count')?.textContent ?? 'Nothing found');
    }, 250);
  });
}

void startSite(fill);
