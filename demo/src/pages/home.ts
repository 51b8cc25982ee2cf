import { html } from '../html.ts';
import { hero } from '../picture/hero.ts';
import { pictureOf } from '../picture/picture.ts';
import { byId, render } from '../render.ts';
import { productList } from '../shelf/product-card.ts';
import { aisleUrl } from '../shop/addresses.ts';
import { cartLines } from '../shop/cart.ts';
import { onePerKind, type Range } from '../shop/catalogue.ts';
import { trackList } from '../shop/events.ts';
import { startSite } from '../site.ts';
import { recentlyViewed, startRecentlyViewed } from '../suggestions/recently-viewed.ts';
import { slotSection, startSlot } from '../suggestions/slot.ts';

const slot = { surface: 'home', limit: 6, title: 'For your basket', coldTitle: 'Popular right now' };
const staplesList = 'home:staples';

/** An aisle is shown by its best-selling product. */
const aisleTiles = (range: Range) =>
  range.aisles.map(({ name, items }) => {
    const [first] = items;
    return html`<li><a class="aisle-tile" href="${aisleUrl(name)}">${first && pictureOf(first)}<span>${name}</span></a></li>`;
  });

function fill(range: Range): void {
  const staples = onePerKind(range.items, 12);
  render(
    byId('main'),
    html`<section class="hero">
        <div class="hero-text">
          <p class="eyebrow">Your neighbourhood grocer</p>
          <h1>Good food, just around the corner.</h1>
          <p class="lead">Three thousand everyday things, and a helping hand that knows what goes together without knowing who you are.</p>
          <p class="hero-actions"><a class="button big" href="${aisleUrl(range.aisles[0]?.name ?? '')}">Start shopping</a><a class="button big quiet" href="/replay.html">Watch it guess</a></p>
        </div>
        ${hero()}
      </section>
      ${slotSection(slot)}
      <section aria-labelledby="aisles-title">
        <div class="section-head"><h2 id="aisles-title">Browse the aisles</h2></div>
        <ul class="aisle-tiles">${aisleTiles(range)}</ul>
      </section>
      <section aria-labelledby="staples-title">
        <div class="section-head"><h2 id="staples-title">The weekly staples</h2></div>
        <ul class="grid">${productList(staples, cartLines(), staplesList)}</ul>
      </section>
      ${recentlyViewed()}`,
  );
  trackList(staples, staplesList);
  startSlot(slot, range);
  void startRecentlyViewed();
}

void startSite(fill);
