import type { Edgecart } from '@edgecart/sdk';
import { startConsent } from './consent/banner.ts';
import { html } from './html.ts';
import { keepDiagnostic, startInspector } from './inspector/start-inspector.ts';
import { byId, render } from './render.ts';
import { startCartControls } from './shelf/cart-control.ts';
import { startSelectionTracking } from './shelf/product-card.ts';
import { cartLines, onCartChange, watchOtherPages } from './shop/cart.ts';
import { type CartLine, countItems } from './shop/cart-lines.ts';
import { loadRange, type Range } from './shop/catalogue.ts';
import { edgecart } from './shop/edgecart.ts';
import { stateCart } from './shop/events.ts';

function showCount(lines: readonly CartLine[]): void {
  const count = countItems(lines);
  for (const badge of document.querySelectorAll('[data-testid="cart-count"]')) badge.textContent = String(count);
}

/** Another tab may have told the change already: this one states the cart once its shopper is looking at it. */
function keepCartStated(range: Range): void {
  let stale = false;
  const state = () => {
    stale = document.visibilityState === 'hidden';
    if (!stale) stateCart(cartLines(), range);
  };
  onCartChange(state);
  document.addEventListener('visibilitychange', () => stale && state());
  state();
}

function showFailure(error: unknown): void {
  console.error(error);
  render(
    byId('main'),
    html`<div class="notice"><h1>The shelves are empty just now</h1><p>The range of products could not be loaded. Please try again in a moment.</p><p><a class="button" href="">Try again</a></p></div>`,
  );
}

/**
 * What every page of the shop does; the page itself fills `<main>` when the range is there. With `beforeCart` a page can
 * tell something that must come before the cart is stated; with `withClient` it gives the
 * inspector another client to look at, whose suggestions for `inspected` it shows.
 */
export async function startSite(
  fill: (range: Range) => void | Promise<void>,
  options: {
    beforeCart?: (range: Range) => void;
    withClient?: (use: (client: Edgecart) => void) => void;
    inspected?: readonly string[];
  } = {},
): Promise<void> {
  edgecart('onDiagnostic', keepDiagnostic);
  startConsent();
  void startInspector(options.inspected, options.withClient ?? ((use) => edgecart('ready', use)));
  showCount(cartLines());
  onCartChange(showCount);
  watchOtherPages();
  try {
    const range = await loadRange();
    options.beforeCart?.(range);
    keepCartStated(range);
    await fill(range);
    startCartControls(range);
    startSelectionTracking(range);
  } catch (error) {
    showFailure(error);
  }
  // The footer stays hidden until then: it would jump down the page.
  document.documentElement.dataset.filled = '';
}
