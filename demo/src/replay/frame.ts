import { type Html, html } from '../html.ts';
import type { ReplayData } from './baskets.ts';

export const speeds = { slow: 2_600, normal: 1_300, fast: 350 } as const;
export type Speed = keyof typeof speeds;

const controls = ({ baskets }: ReplayData) => html`<div class="replay-controls">
    <div class="control-group">
      <label for="basket">Basket</label>
      <select id="basket" data-testid="replay-basket">${baskets.map(({ id, day, items }, at) => html`<option value="${at}">${id} · ${day} · ${items.length} products</option>`)}</select>
      <button type="button" class="button quiet" id="random">Random</button>
    </div>
    <div class="control-group">
      <button type="button" class="button" id="play" data-testid="replay-play">Play</button>
      <button type="button" class="button quiet" id="step" data-testid="replay-step">Step</button>
      <label for="speed">Speed</label>
      <select id="speed"><option value="slow">slow</option><option value="normal" selected>normal</option><option value="fast">fast</option></select>
    </div>
    <form class="control-group" id="many">
      <button class="button quiet" data-testid="replay-run">Run</button>
      <label><span class="visually-hidden">How many baskets</span><input id="count" type="number" min="1" max="${baskets.length}" value="50" required data-testid="replay-run-count" /></label>
      <span>baskets at once</span>
      <progress id="progress" max="1" value="0" aria-label="Baskets played" hidden></progress>
    </form>
  </div>`;

/** The page, with empty places for what changes. */
export function replayFrame(data: ReplayData): Html {
  const sizes = data.baskets.map(({ items }) => items.length);
  return html`<div class="page-head"><h1>Can it guess what comes next?</h1></div>
    <p class="lead">These are baskets from a grocer's published data, from weeks that the model was never trained on. We put their products into a cart one after another. Before each, the browser suggests ten; then you see what the shopper really took.</p>
    ${controls(data)}
    <section aria-labelledby="rates-title"><h2 class="visually-hidden" id="rates-title">How often the next product was among the ten</h2><div class="rates" id="rates"></div></section>
    <p class="replay-status" id="status" role="status" data-testid="replay-status"></p>
    <div class="replay-stage">
      <section aria-labelledby="cart-title"><h2 id="cart-title">The basket</h2><ol class="minis" id="basket-view"></ol></section>
      <section aria-labelledby="ten-title"><h2 id="ten-title">Ten suggestions <span class="soft" id="answer-note"></span></h2><ol class="minis ten" id="suggestions-view" data-testid="replay-suggestions"></ol></section>
    </div>
    <div class="results"><h2 id="results-title">Baskets so far</h2>
      <div class="table-wrap" tabindex="0" role="region" aria-labelledby="results-title"><table><thead><tr><th scope="col">Basket</th><th scope="col">Day</th><th scope="col">Guesses</th><th scope="col">Edgecart</th><th scope="col">Best sellers</th></tr></thead><tbody id="results"></tbody></table></div></div>
    <div id="held-out"></div>
    <section class="prose" aria-labelledby="fine-title"><h2 id="fine-title">What this measures, and what it does not</h2>
      <ul>
        <li>${sizes.length} baskets of ${Math.min(...sizes)} to ${Math.max(...sizes)} products, drawn at random from weeks ${data.weeks.join(' to ')} of The Complete Journey (CC0). The model saw only earlier weeks.</li>
        <li>The Complete Journey is published as purchases of households; one of its packages calls it simulated after real ones. We can't tell.</li>
        <li>The data does not say in which order a basket was filled, so each is played in one fixed random order. A real order would say more.</li>
        <li>The first product only starts the cart; every other one is a guess. A hit is the very next product among the ten. Often a suggestion is taken a little later: such are marked, and not counted.</li>
        <li>The best sellers are the catalogue’s own order, by sales in the weeks of training, without what is in the cart already.</li>
        <li>Each basket gets a client of its own with an empty memory. It has no collector and no consent: nothing of this is sent, nothing is stored, and your own cart and visit are not touched.</li>
      </ul></section>`;
}
