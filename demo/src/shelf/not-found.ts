import { type Html, html } from '../html.ts';
import { empty } from '../picture/empty.ts';
import { aisleUrl } from '../shop/addresses.ts';
import { cartLines } from '../shop/cart.ts';
import { onePerKind, type Range } from '../shop/catalogue.ts';
import { productList } from './product-card.ts';

/** A page for what is not there, with ways on. */
export function notFound(title: string, range: Range): Html {
  document.title = `${title} · Orchard Lane`;
  return html`<div class="notice" data-testid="not-found">
      ${empty()}
      <h1>${title}</h1>
      <p>It may have left our range, or the address has a slip in it. Try the search above, or one of these:</p>
      <ul class="chips centred">${range.aisles.slice(0, 6).map(({ name }) => html`<li><a class="chip" href="${aisleUrl(name)}">${name}</a></li>`)}</ul>
    </div>
    <section aria-labelledby="instead"><div class="section-head"><h2 id="instead">What most people come for</h2></div>
      <ul class="grid">${productList(onePerKind(range.items, 6), cartLines(), 'not-found')}</ul></section>`;
}
